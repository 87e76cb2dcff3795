export { createStore, type StoreOptions } from './create-store.ts';
export { openDatabase, type DatabaseOptions, type OpenDatabase } from './database/open-database.ts';
export { startEmbedded, type EmbeddedServer } from './database/start-embedded.ts';
export { applyDatabaseRules, applyMigration } from './migrate/apply-migration.ts';
export { planMigration, type MigrationPlan, type MigrationStep } from './migrate/plan-migration.ts';
export { migrateSystem } from './system/migrate-system.ts';
export type * from './face.ts';
