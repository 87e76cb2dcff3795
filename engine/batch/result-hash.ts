import { createHash } from 'node:crypto';

/** SHA-256 over what the steps of a run said of their slices, in the order of steps and ids. Slices that said nothing do not
 *  count, so that a digest of one line a record gives the same hash wherever the slices were cut. */
export function resultHash(digests: readonly { readonly key: string; readonly digest: string }[]): string {
  const hash = createHash('sha256');
  let step: string | undefined;
  for (const { key, digest } of digests) {
    if (key !== step) hash.update(`step:${key}\n`);
    step = key;
    hash.update(`${digest}\n`);
  }
  return hash.digest('hex');
}
