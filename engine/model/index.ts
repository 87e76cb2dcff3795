export type * from './access.ts';
export type * from './action.ts';
export type * from './entity.ts';
export type * from './field.ts';
export type * from './flow.ts';
export type * from './release.ts';
export type * from './screens.ts';
export type * from './call.ts';
