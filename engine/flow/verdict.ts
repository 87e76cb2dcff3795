import type { ApproveNode, HandleNode, VoteModel } from '../model/index.ts';
import type { SeatRow } from '../store/flow-statements.ts';
import { voteVerdict, type Verdict, type VoteCount } from './tally.ts';

/** Is a node run decided, by what its seats say. Removed and void seats do not count; with none left it is open. */
export function runVerdict(node: ApproveNode | HandleNode, seats: readonly SeatRow[]): Verdict {
  const counted = seats.filter((seat) => seat.state !== 'REMOVED' && seat.state !== 'VOID');
  if (counted.length === 0) return 'open';
  const has = (state: SeatRow['state']) => counted.some((seat) => seat.state === state);
  const isHeard = !has('OPEN');
  switch (node.mode) {
    case 'any':
      if (has('FOR')) return 'passed';
      if (node.kind === 'approve' && node.rejectRule === 'first' && has('AGAINST')) return 'rejected';
      return isHeard ? 'rejected' : 'open';
    case 'sequential':
      if (has('AGAINST')) return 'rejected';
      return isHeard ? 'passed' : 'open';
    case 'all':
      if (has('AGAINST') && (node.kind === 'handle' || node.early)) return 'rejected';
      if (!isHeard) return 'open';
      return has('AGAINST') || !has('FOR') ? 'rejected' : 'passed';
    case 'vote':
      return voteVerdict(node.vote ?? majority, countOf(counted));
  }
}

/** A vote node always has its rule; this one is what the document's default would be. */
const majority: VoteModel = {
  pass: { num: 1, den: 2 },
  strict: true,
  base: 'all',
  quorumPercent: 0,
  vetoRole: null,
  chairRole: null,
  tieBreak: null,
  early: false,
};

function countOf(seats: readonly SeatRow[]): VoteCount {
  const weight = (state: SeatRow['state']) => seats.reduce((sum, seat) => sum + (seat.state === state ? seat.weight : 0), 0);
  const chair = seats.find((seat) => seat.kind === 'chair');
  return {
    for: weight('FOR'),
    against: weight('AGAINST'),
    abstain: weight('ABSTAIN'),
    open: weight('OPEN'),
    seats: seats.length,
    voted: seats.filter((seat) => seat.state !== 'OPEN').length,
    vetoed: seats.some((seat) => seat.kind === 'veto' && seat.state === 'AGAINST'),
    chair: chair === undefined ? null : (chair.state as 'FOR' | 'AGAINST' | 'ABSTAIN' | 'OPEN'),
  };
}
