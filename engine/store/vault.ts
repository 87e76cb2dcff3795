import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { invariant } from '../kernel/refusal.ts';
import type { EntityModel, FieldModel } from '../model/index.ts';

/** Everything that needs the installation's secret. Several may be given, one a line: the first one seals, the others
 *  still open what they sealed. */
export interface Vault {
  /** AES-256-GCM, bound to entity, property and record: bytes copied elsewhere do not open. */
  seal(value: string, place: SealPlace): Buffer;
  open(sealed: Buffer, place: SealPlace): string;
  /** Keyed hashes of a value for exact search and uniqueness, the one for new rows first. */
  hashes(value: string): readonly string[];
  /** Signature of a text, short and safe in a URL. */
  sign(text: string): string;
  isSigned(text: string, signature: string): boolean;
}

export interface SealPlace {
  readonly entity: EntityModel;
  readonly field: FieldModel;
  readonly id: string;
}

interface Key {
  readonly id: Buffer;
  readonly seal: Buffer;
  readonly hash: KeyObject;
  readonly sign: KeyObject;
}

const format = 1;
const keyIdLength = 4;
const nonceLength = 12;
const tagLength = 16;

export function createVault(secret: string): Vault {
  const keys = secret
    .trim()
    .split(/\s*\n\s*/)
    .map(deriveKey);
  const first = keys[0];
  invariant(first !== undefined, 'there is a secret');
  return {
    seal: (value, place) => sealWith(first, value, nameOf(place.entity.name, place.field.key, place.id)),
    open: (sealed, place) => openWith(keys, sealed, place),
    hashes: (value) => keys.map((key) => createHmac('sha256', key.hash).update(value).digest('base64url')),
    sign: (text) => createHmac('sha256', first.sign).update(text).digest('base64url').slice(0, 22),
    isSigned: (text, signature) => keys.some((key) => isEqual(createHmac('sha256', key.sign).update(text).digest('base64url').slice(0, 22), signature)),
  };
}

function deriveKey(secret: string): Key {
  invariant(secret.length >= 16, 'LOOM_SECRET has at least 16 characters');
  const part = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'loom', purpose, 32));
  const seal = part('seal');
  return {
    id: createHash('sha256').update(seal).digest().subarray(0, keyIdLength),
    seal,
    hash: createSecretKey(part('hash')),
    sign: createSecretKey(part('sign')),
  };
}

function sealWith(key: Key, value: string, name: Buffer): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key.seal, nonce).setAAD(name);
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(format), key.id, nonce, cipher.getAuthTag(), body]);
}

function openWith(keys: readonly Key[], sealed: Buffer, place: SealPlace): string {
  const id = sealed.subarray(1, 1 + keyIdLength);
  const key = keys.find((known) => known.id.equals(id));
  invariant(key !== undefined, 'the secret that sealed a value is among LOOM_SECRET');
  let failure: unknown;
  // A renamed entity or property keeps what was sealed under its earlier name.
  for (const entity of [place.entity.name, ...place.entity.formerly]) {
    for (const field of [place.field.key, ...place.field.formerly]) {
      try {
        return openNamed(key, sealed, nameOf(entity, field, place.id));
      } catch (error) {
        failure = error;
      }
    }
  }
  throw failure;
}

function openNamed(key: Key, sealed: Buffer, name: Buffer): string {
  let at = 1 + keyIdLength;
  const nonce = sealed.subarray(at, (at += nonceLength));
  const tag = sealed.subarray(at, (at += tagLength));
  const decipher = createDecipheriv('aes-256-gcm', key.seal, nonce).setAAD(name).setAuthTag(tag);
  return decipher.update(sealed.subarray(at), undefined, 'utf8') + decipher.final('utf8');
}

function nameOf(entity: string, field: string, id: string): Buffer {
  return Buffer.from(`${entity}/${field}/${id}`);
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
