import { Refusal } from '../../kernel/refusal.ts';
import type { AppServices, RequestLimits } from '../services.ts';

/** Protects the process from a client that runs away; a person never meets it. Sign-in has its own limit, in the database. */
const defaults: RequestLimits = {
  perActor: { rate: 2_000, burst: 20_000 },
  perAddress: { rate: 50, burst: 500 },
};

export interface Limits {
  /** Takes one request; refuses `request.too-many`. */
  takeForActor(id: string): void;
  takeForAddress(address: string): void;
}

export function requestLimits(services: Pick<AppServices, 'limits' | 'now'>): Limits {
  const actors = new Buckets(services.limits?.perActor ?? defaults.perActor);
  const addresses = new Buckets(services.limits?.perAddress ?? defaults.perAddress);
  const clock = () => performance.now();
  return {
    takeForActor: (id) => actors.take(id, clock()),
    takeForAddress: (address) => addresses.take(address, clock()),
  };
}

/** Most keys kept; beyond it the oldest are forgotten, so that an attack with many addresses cannot fill the memory. */
const keyLimit = 10_000;

class Buckets {
  readonly #limit: { readonly rate: number; readonly burst: number };
  readonly #levels = new Map<string, { tokens: number; at: number }>();

  constructor(limit: { readonly rate: number; readonly burst: number }) {
    this.#limit = limit;
  }

  take(key: string, milliseconds: number): void {
    const level = this.#levels.get(key) ?? { tokens: this.#limit.burst, at: milliseconds };
    level.tokens = Math.min(this.#limit.burst, level.tokens + ((milliseconds - level.at) / 1000) * this.#limit.rate);
    level.at = milliseconds;
    if (level.tokens < 1) throw new Refusal('request.too-many');
    level.tokens -= 1;
    if (!this.#levels.has(key)) {
      if (this.#levels.size >= keyLimit) this.#levels.delete(this.#levels.keys().next().value ?? '');
      this.#levels.set(key, level);
    }
  }
}
