import type { Actor } from './access.ts';
import type { Release } from './release.ts';

/** One command's world, made at its door and passed down as an argument: release pinned, person known, clock read once. */
export interface Call {
  readonly release: Release;
  readonly actor: Actor;
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Business date, YYYY-MM-DD. */
  readonly today: string;
  /** IANA zone of the installation. */
  readonly zone: string;
  readonly requestId: string;
}
