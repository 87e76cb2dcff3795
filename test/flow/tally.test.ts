import { describe, expect, it } from 'vitest';
import { voteVerdict, type VoteCount } from '../../engine/flow/tally.ts';
import type { VoteModel } from '../../engine/model/index.ts';

const plain: VoteModel = {
  pass: { num: 2, den: 3 },
  strict: false,
  base: 'all',
  quorumPercent: 0,
  vetoRole: null,
  chairRole: null,
  tieBreak: null,
  early: false,
};

type Voice = 'FOR' | 'AGAINST' | 'ABSTAIN' | 'OPEN';

function count(voices: readonly Voice[], weights: readonly number[] = voices.map(() => 1), extra: Partial<VoteCount> = {}): VoteCount {
  const weight = (voice: Voice) => voices.reduce((sum, said, index) => sum + (said === voice ? (weights[index] ?? 1) : 0), 0);
  return {
    for: weight('FOR'),
    against: weight('AGAINST'),
    abstain: weight('ABSTAIN'),
    open: weight('OPEN'),
    seats: voices.length,
    voted: voices.filter((voice) => voice !== 'OPEN').length,
    vetoed: false,
    chair: null,
    ...extra,
  };
}

const times = (voice: Voice, n: number): readonly Voice[] => Array.from({ length: n }, () => voice);

describe('a vote', () => {
  it('of two for out of three misses 67 per cent and reaches two thirds (E01)', () => {
    const voices = [...times('FOR', 2), ...times('AGAINST', 1)];
    expect(voteVerdict({ ...plain, pass: { num: 67, den: 100 } }, count(voices))).toBe('rejected');
    expect(voteVerdict(plain, count(voices))).toBe('passed');
  });

  it('goes on after a first voice against (E02)', () => {
    expect(voteVerdict(plain, count(['AGAINST', 'OPEN', 'OPEN']))).toBe('open');
    expect(voteVerdict({ ...plain, pass: { num: 1, den: 2 }, early: true }, count(['AGAINST', 'OPEN', 'OPEN']))).toBe('open');
  });

  it('is not passed when all abstain and only cast votes count (E03)', () => {
    expect(voteVerdict({ ...plain, base: 'cast' }, count(times('ABSTAIN', 3)))).toBe('rejected');
  });

  it('of two against two is not passed without a chair and passed when the chair said yes (E04)', () => {
    const tie = count([...times('FOR', 2), ...times('AGAINST', 2)], undefined, { chair: 'FOR' });
    const half: VoteModel = { ...plain, pass: { num: 1, den: 2 }, strict: true };
    expect(voteVerdict(half, tie)).toBe('rejected');
    expect(voteVerdict({ ...half, tieBreak: 'chair' }, tie)).toBe('passed');
    expect(voteVerdict({ ...half, tieBreak: 'chair' }, { ...tie, chair: 'AGAINST' })).toBe('rejected');
  });

  it('is rejected by a veto with four of five for (E05), after everybody spoke unless it is early', () => {
    const vetoed = count([...times('FOR', 4), 'AGAINST'], undefined, { vetoed: true });
    expect(voteVerdict(plain, vetoed)).toBe('rejected');
    const halfway = count(['AGAINST', 'FOR', 'OPEN'], undefined, { vetoed: true });
    expect(voteVerdict(plain, halfway)).toBe('open');
    expect(voteVerdict({ ...plain, early: true }, halfway)).toBe('rejected');
  });

  it('that is certain after three of five still waits for five when it is not early (E07)', () => {
    const certain = count([...times('FOR', 4), 'OPEN']);
    expect(voteVerdict(plain, certain)).toBe('open');
    expect(voteVerdict({ ...plain, early: true }, certain)).toBe('passed');
  });

  it('is not passed without its quorum', () => {
    expect(voteVerdict({ ...plain, pass: { num: 1, den: 5 }, quorumPercent: 80, early: true }, count(['FOR', 'FOR', 'OPEN', 'OPEN', 'OPEN']))).toBe('open');
  });

  it('L-i: three for, one abstention, one against is rejected over all and passed over the cast votes', () => {
    const voices: readonly Voice[] = ['FOR', 'FOR', 'FOR', 'ABSTAIN', 'AGAINST'];
    expect(voteVerdict(plain, count(voices))).toBe('rejected');
    expect(voteVerdict({ ...plain, base: 'cast' }, count(voices))).toBe('passed');
  });

  it('decided early equals the vote heard to its end, for every sequence', () => {
    const seatLimit = 5;
    const thresholds = [
      [1, 2],
      [2, 3],
      [3, 4],
      [1, 3],
      [67, 100],
      [1, 1],
    ] as const;
    const voices = ['FOR', 'AGAINST', 'ABSTAIN'] as const;
    let cases = 0;
    for (let seats = 1; seats <= seatLimit; seats++) {
      for (let weighting = 0; weighting < 2 ** seats; weighting++) {
        const weights = Array.from({ length: seats }, (_, seat) => ((weighting >> seat) & 1) + 1);
        for (let sequence = 0; sequence < 3 ** seats; sequence++) {
          const said = Array.from({ length: seats }, (_, seat) => voices[Math.floor(sequence / 3 ** seat) % 3] ?? 'FOR');
          for (const [num, den] of thresholds)
            for (const base of ['all', 'cast'] as const)
              for (const strict of [true, false]) {
                cases++;
                const vote: VoteModel = { ...plain, pass: { num, den }, base, strict, early: true };
                const final = voteVerdict({ ...vote, early: false }, count(said, weights));
                for (let heard = 0; heard < seats; heard++) {
                  const soFar = said.map((voice, seat): Voice => (seat < heard ? voice : 'OPEN'));
                  const early = voteVerdict(vote, count(soFar, weights));
                  if (early !== 'open' && early !== final)
                    throw new Error(`${num}/${den} ${base} ${String(strict)} ${weights.join()} ${said.join()} after ${heard}: ${early}, at the end ${final}`);
                }
              }
        }
      }
    }
    expect(cases).toBe(223_920);
  });
});
