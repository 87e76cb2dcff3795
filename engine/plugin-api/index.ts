export { Refusal } from '../kernel/refusal.ts';
export * from './plugin.ts';
