import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../engine/load/read-json.ts';

describe('the JSON reader', () => {
  it('reads what JSON.parse reads, however it is laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { value: read, problems } = readJson(text);
        const meant = problems.filter(({ code }) => code !== 'load.integer-key' && code !== 'load.reserved-key');
        expect(meant).toEqual([]);
        if (problems.length === 0) expect(read).toEqual(JSON.parse(text));
      }),
    );
  });

  it('knows the line and column of every value and key', () => {
    const { positions } = readJson('{\r\n  "a": [1,\r\n    {"b/c": true}]\r\n}');
    expect(positions.get('/a')).toEqual({ line: 2, column: 8, keyLine: 2, keyColumn: 3 });
    expect(positions.get('/a/1/b~1c')).toEqual({ line: 3, column: 13, keyLine: 3, keyColumn: 6 });
  });

  it('tells several mistakes of one text at once', () => {
    expect(readJson('{ "a": [1 2,], // no\n "b": .5, "b": 1, }').problems.map(({ code, line }) => `${code} ${line}`)).toEqual([
      'load.syntax 1',
      'load.syntax 1',
      'load.comment 1',
      'load.syntax 2',
      'load.duplicate-key 2',
      'load.syntax 2',
    ]);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'a', '\\', '\n', ' ', '/', '*'), maxLength: 60 }), (text) => {
        const { value, problems } = readJson(text);
        let standard: unknown;
        try {
          standard = JSON.parse(text);
        } catch {
          expect(problems.length).toBeGreaterThan(0);
          return;
        }
        if (problems.length === 0) expect(value).toEqual(standard);
      }),
    );
  });

  it('does not let a document reach the prototype', () => {
    const { value, problems } = readJson('{"__proto__": {"polluted": true}}');
    expect(problems[0]?.code).toBe('load.reserved-key');
    expect((value as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
