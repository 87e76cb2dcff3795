import { describe, expect, it } from 'vitest';
import { kinds } from '../../engine/kinds/index.ts';
import type { JsonObject } from '../../engine/kernel/json.ts';
import { canonicalText } from '../../engine/load/canonical-form.ts';
import { documents } from './shop.ts';

const kindOf = (name: string) => kinds.find(({ kind }) => kind === name)!;
const form = (content: JsonObject, isOverlay = false) => canonicalText(content, kindOf(String(content.kind)), { isOverlay });

describe('the canonical form', () => {
  it('of a document formatted twice is the same text', () => {
    for (const document of Object.values(documents)) {
      const once = form(document as JsonObject);
      expect(form(JSON.parse(once) as JsonObject)).toBe(once);
    }
  });

  it('orders keys as the schema does and leaves elements where the author put them', () => {
    const text = form({ title: '类别', items: { b: { color: 'red', title: '乙' }, a: { title: '甲' } }, name: 'grade', kind: 'dict' });
    expect(text).toBe(
      '{\n  "kind": "dict",\n  "name": "grade",\n  "title": "类别",\n  "items": {\n    "b": {\n      "title": "乙",\n      "color": "red"\n    },\n    "a": {\n      "title": "甲"\n    }\n  }\n}\n',
    );
  });

  it('drops defaults of a base document and keeps those of an overlay, which may undo the base', () => {
    const dict: JsonObject = { kind: 'dict', name: 'grade', title: '级', items: { a: { title: '甲', retired: false } }, ordered: false };
    expect(form(dict)).not.toMatch(/retired|ordered/);
    expect(form(dict, true)).toContain('"retired": false');
  });

  it('keeps position, conditions and unknown keys as they are', () => {
    const text = form({
      kind: 'list',
      name: 'x',
      title: 'x',
      entity: 'y',
      columns: { a: { after: 'b', width: 80 } },
      filter: { value: 1, operator: 'equal', fact: 'n' },
      zzz: 1,
    });
    expect(text).toContain('"width": 80,\n      "after": "b"');
    expect(text).toContain('"value": 1,\n    "operator": "equal"');
    expect(text.trimEnd()).toMatch(/"zzz": 1\n}$/);
  });

  it('is NFC and ends with one line end', () => {
    expect(form({ kind: 'role', name: 'cafe', title: 'Cafe\u0301' })).toBe('{\n  "kind": "role",\n  "name": "cafe",\n  "title": "Caf\u00e9"\n}\n');
  });
});
