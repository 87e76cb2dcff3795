export { Refusal } from '../kernel/refusal.ts';
export type * from './entity-manager.ts';
export * from './plugin.ts';
