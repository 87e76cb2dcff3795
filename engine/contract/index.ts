export { type ProblemDefinition, problems } from './problems.ts';
export type * from './screens.ts';
export type * from './wire.ts';
