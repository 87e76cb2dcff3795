import type { VoteModel } from '../model/index.ts';

/** Weights of the seats of one node run by what they said; removed and void seats are not counted. */
export interface VoteCount {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
  readonly open: number;
  /** Seats, not weights: the quorum counts heads. */
  readonly seats: number;
  readonly voted: number;
  /** A veto seat said no. */
  readonly vetoed: boolean;
  /** What the chair said, when there is a chair among the seats. */
  readonly chair: 'FOR' | 'AGAINST' | 'ABSTAIN' | 'OPEN' | null;
}

export type Verdict = 'open' | 'passed' | 'rejected';

/** The vote's verdict, in whole numbers only: passed iff F·den ≥ num·B (strict: >), with B all weights or the cast ones.
 *  Without `early` everybody is heard first. A tie on a strict threshold is broken by the chair, only when the vote says so. */
export function voteVerdict(vote: VoteModel, count: VoteCount): Verdict {
  if (count.open === 0) return finalPasses(vote, count) ? 'passed' : 'rejected';
  if (!vote.early) return 'open';
  if (count.vetoed || failsEarly(vote, count)) return 'rejected';
  const mayBeVetoed = vote.vetoRole !== null;
  return !mayBeVetoed && quorumMet(vote, count) && passesEarly(vote, count) ? 'passed' : 'open';
}

function finalPasses(vote: VoteModel, count: VoteCount): boolean {
  if (count.vetoed || !quorumMet(vote, count)) return false;
  const base = vote.base === 'all' ? count.for + count.against + count.abstain : count.for + count.against;
  if (base === 0) return false;
  const reached = count.for * vote.pass.den;
  const needed = vote.pass.num * base;
  if (reached === needed && vote.strict && vote.tieBreak === 'chair') return count.chair === 'FOR';
  return vote.strict ? reached > needed : reached >= needed;
}

/** No way for the open seats to vote lets it pass any more. */
function failsEarly(vote: VoteModel, count: VoteCount): boolean {
  const base = earlyBase(vote, count);
  if (base === 0) return true;
  const best = (count.for + count.open) * vote.pass.den;
  const needed = vote.pass.num * base;
  // A tie that the chair may still break is not lost yet.
  return vote.strict && vote.tieBreak !== 'chair' ? best <= needed : best < needed;
}

/** Whatever the open seats say, it passes. */
function passesEarly(vote: VoteModel, count: VoteCount): boolean {
  const reached = count.for * vote.pass.den;
  const needed = vote.pass.num * earlyBase(vote, count);
  return (vote.strict ? reached > needed : reached >= needed) && (count.for > 0 || count.open === 0);
}

/** The largest base that can still come about. */
function earlyBase(vote: VoteModel, count: VoteCount): number {
  return vote.base === 'all' ? count.for + count.against + count.abstain + count.open : count.for + count.against + count.open;
}

function quorumMet(vote: VoteModel, count: VoteCount): boolean {
  return count.seats > 0 && count.voted * 100 >= vote.quorumPercent * count.seats;
}
