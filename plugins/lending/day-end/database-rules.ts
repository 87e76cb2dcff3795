/** The accruals are rewritten every day and no index holds what changes: half of each page is left free, so that a new
 *  version of a row stays beside the old one and no index is touched. */
export const databaseRules = [{ name: 'lending.room-for-accruals', sql: 'alter table {loan-accrual} set (fillfactor = 50)' }] as const;
