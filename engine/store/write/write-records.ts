import { invariant, Refusal } from '../../kernel/refusal.ts';
import type { Call, EntityModel, FieldModel } from '../../model/index.ts';
import { connectionOf, type Statement, statementName } from '../database/open-database.ts';
import type { AuditNote, RecordWrites, StoredRecord, Transaction, Values } from '../face.ts';
import type { NewId } from '../new-id.ts';
import { forgetSessions } from '../people/session-memory.ts';
import { entityOf, quote, systemColumn, tableName } from '../tables.ts';
import { childChange, type ChildChange, childEntity, jsonRow, type RowTools } from './child-rows.ts';
import { addAudit, addChildChange, addHeldFiles, addLinks, addRows, type AuditRow, newParts, type StatementParts } from './record-parts.ts';
import { auditParameters, castOf, plainInsert, plainUpdate, shapeOf } from './plain-statements.ts';
import { refuseViolation } from './refuse-violation.ts';
import { auditValue, columnValues, isSameValue, type Sealer } from './stored-values.ts';
import { referencedStatement } from './referenced.ts';
import { userOf } from '../user-of.ts';

type ChangingWrites = Pick<RecordWrites, 'insert' | 'insertMany' | 'update' | 'retire'>;

/** Writes of the generic kind: each is one statement with its audit row, children and links. */
export function writeRecords(tools: { readonly sealer: Sealer; readonly newId: NewId }): ChangingWrites {
  const toolsFor = (call: Call): RowTools => ({ ...tools, release: call.release, now: call.now, userId: userOf(call) });
  return {
    insert: (tx, call, entity, values, audit) => insertRecord(tx, call, entityOf(call.release, entity), { values, audit, tools: toolsFor(call) }),
    insertMany: (tx, call, entity, rows, audit) => insertMany(tx, call, entityOf(call.release, entity), { rows, audit, tools: toolsFor(call) }),
    update: (tx, call, entity, before, changes, options) =>
      updateRecord(tx, call, entityOf(call.release, entity), { before, changes, ...options, tools: toolsFor(call) }),
    retire: (tx, call, entity, before, audit) => retireRecord(tx, call, entityOf(call.release, entity), { before, audit }),
  };
}

function auditRow(
  call: Call,
  entity: EntityModel,
  request: { readonly recordId: string; readonly audit: AuditNote; readonly before: Values | null; readonly after: Values | null },
): AuditRow {
  return {
    at: call.now,
    actorId: userOf(call),
    actorName: call.actor.name,
    type: request.audit.type,
    action: request.audit.action ?? null,
    entity: entity.name,
    recordId: request.recordId,
    before: request.before === null ? null : JSON.stringify(request.before),
    after: request.after === null ? null : JSON.stringify(request.after),
    comment: request.audit.comment ?? null,
    requestId: call.requestId,
    release: call.release.hash,
  };
}

/** System columns of a new row in the order of `systemColumns`, without `retired_at`. */
function newSystemValues(call: Call, entity: EntityModel, values: Values, id: string): Record<string, unknown> {
  const owner = {
    owner_user: values['ownerUser'] === undefined ? userOf(call) : values['ownerUser'],
    owner_unit: values['ownerUnit'] === undefined ? call.actor.unitId : values['ownerUnit'],
    owner_path: values['ownerPath'] === undefined ? call.actor.unitPath : values['ownerPath'],
  };
  return {
    id,
    parent_id: values['parent'] ?? null,
    position: values['position'] ?? 0,
    state: values['state'] ?? entity.initialState,
    ...owner,
    version: 1,
    created_at: call.now,
    created_by: userOf(call),
    updated_at: call.now,
    updated_by: userOf(call),
  };
}

function storedSystem(call: Call, entity: EntityModel, system: Record<string, unknown>): Values {
  const owner = entity.owned ? { ownerUser: system['owner_user'], ownerUnit: system['owner_unit'], ownerPath: system['owner_path'] } : {};
  return {
    ...owner,
    state: entity.states.size > 0 ? system['state'] : null,
    version: 1,
    createdAt: call.now,
    createdBy: userOf(call),
    updatedAt: call.now,
    updatedBy: userOf(call),
  };
}

interface InsertRequest {
  readonly values: Values;
  readonly audit: AuditNote;
  readonly tools: RowTools;
}

async function insertRecord(tx: Transaction, call: Call, entity: EntityModel, { values, audit, tools }: InsertRequest): Promise<StoredRecord> {
  const id = typeof values['id'] === 'string' ? values['id'] : tools.newId();
  const system = newSystemValues(call, entity, values, id);
  const shape = shapeOf(entity);
  const row: unknown[] = shape.system.map((column) => system[column.name]);
  for (const { field, columns } of shape.fields)
    if (columns.length > 0) row.push(...columnValues(entity, field, values[field.key], { id, sealer: tools.sealer }));
  const statement = newParts();
  const isPlain = shape.fields.every(({ field }) => isWithoutParts(field, values[field.key]));
  if (!isPlain) statement.add((bind) => insertText(entity, row, bind));
  const stored: Record<string, unknown> = { ...values, id, ...storedSystem(call, entity, system) };
  const after: Record<string, unknown> = {};
  for (const field of entity.fields.values()) {
    const child = childEntity(call.release, field);
    if (child !== undefined) {
      const change = childChange(child, [], rowsOf(values[field.key]), { ...tools, parentId: id });
      if (!isPlain) addChildChange(statement, id, change);
      stored[field.key] = change.rows;
    } else if (!isPlain) addOutside(statement, { entity, field, recordId: id, value: values[field.key], isNew: true });
    const value = auditValue(field, stored[field.key], { maskOf: tools.sealer.maskOf, childOf: (of) => childEntity(call.release, of) });
    if (value !== null && !(Array.isArray(value) && value.length === 0)) after[field.key] = value;
  }
  if (entity.states.size > 0) after['state'] = system['state'];
  const note = auditRow(call, entity, { recordId: id, audit, before: null, after });
  if (isPlain) await runPlain(tx, plainInsert(call.release, entity), { entity, parameters: [...row, ...auditParameters(note)] });
  else {
    addAudit(statement, note);
    await runStatement(tx, call, statement, 'select 1', entity);
  }
  return stored as StoredRecord;
}

/** Nothing of the property's value lies outside the record's own row. */
function isWithoutParts(field: FieldModel, value: unknown): boolean {
  if (field.base === 'attachment') return value === null || value === undefined;
  return field.column !== null || !Array.isArray(value) || value.length === 0;
}

function insertText(entity: EntityModel, row: readonly unknown[], bind: (value: unknown, cast: string) => string): string {
  const { system, fields } = shapeOf(entity);
  const columns = [...system, ...fields.flatMap((one) => one.columns)];
  return `insert into ${tableName(entity)} (${columns.map((column) => quote(column.name)).join(', ')}) values (${columns.map((column, index) => bind(row[index], castOf(column))).join(', ')}) returning 1`;
}

/** Links and held files of one property, if it has any. */
function addOutside(
  statement: StatementParts,
  request: { readonly entity: EntityModel; readonly field: FieldModel; readonly recordId: string; readonly value: unknown; readonly isNew: boolean },
): void {
  const { field, value } = request;
  if (field.base === 'references') addLinks(statement, { ...request, ids: idsOf(value) });
  if (field.base === 'attachments') addLinks(statement, { ...request, ids: idsOf(value) });
  if (field.base === 'attachments' || field.base === 'attachment')
    addHeldFiles(statement, { ...request, ids: field.base === 'attachment' ? (typeof value === 'string' ? [value] : []) : idsOf(value) });
}

function idsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? [...new Set(value.map(String))] : [];
}

function rowsOf(value: unknown): readonly Values[] {
  return Array.isArray(value) ? (value as Values[]) : [];
}

async function insertMany(
  tx: Transaction,
  call: Call,
  entity: EntityModel,
  request: { readonly rows: readonly Values[]; readonly audit: AuditNote; readonly tools: RowTools },
): Promise<readonly string[]> {
  const { tools } = request;
  if (request.rows.length === 0) return [];
  const hasParts = [...entity.fields.values()].some(
    (field) =>
      ['children', 'references', 'attachments', 'attachment'].includes(field.base) &&
      request.rows.some((row) => row[field.key] !== undefined && row[field.key] !== null),
  );
  const ids: string[] = [];
  if (hasParts) {
    // Rows with rows of their own go one by one; the statements still travel in one pipeline.
    const written = await Promise.all(request.rows.map((values) => insertRecord(tx, call, entity, { values, audit: request.audit, tools })));
    return written.map((record) => record.id);
  }
  const rows: Record<string, unknown>[] = [];
  const audits: Record<string, unknown>[] = [];
  for (const values of request.rows) {
    const id = typeof values['id'] === 'string' ? values['id'] : tools.newId();
    ids.push(id);
    const system = newSystemValues(call, entity, values, id);
    rows.push({ ...jsonRow(entity, values, id, tools.sealer), ...system });
    const after: Record<string, unknown> = {};
    for (const field of entity.fields.values()) {
      const value = auditValue(field, values[field.key], { maskOf: tools.sealer.maskOf, childOf: () => undefined });
      if (value !== null) after[field.key] = value;
    }
    if (entity.states.size > 0) after['state'] = system['state'];
    audits.push({ record_id: id, after });
  }
  const statement = newParts();
  addRows(statement, entity, rows);
  const note = auditRow(call, entity, { recordId: '', audit: request.audit, before: null, after: null });
  statement.add(
    (bind) =>
      `insert into loom.audit (at, actor_id, actor_name, type, action, entity, record_id, after, comment, request_id, release) select ${bind(note.at, 'timestamptz')}, ${bind(note.actorId, 'uuid')}, ${bind(note.actorName, 'text')}, ${bind(note.type, 'text')}, ${bind(note.action, 'text')}, ${bind(note.entity, 'text')}, a.record_id, a.after, ${bind(note.comment, 'text')}, ${bind(note.requestId, 'text')}, ${bind(note.release, 'text')} from json_to_recordset(${bind(JSON.stringify(audits), 'json')}) a(record_id uuid, after json)`,
  );
  await runStatement(tx, call, statement, 'select 1', entity);
  return ids;
}

interface UpdateRequest {
  readonly before: StoredRecord;
  readonly changes: Values;
  readonly expectedVersion?: number;
  readonly audit: AuditNote;
  readonly tools: RowTools;
}

const writableSystem = ['state', 'ownerUser', 'ownerUnit', 'ownerPath'];

async function updateRecord(tx: Transaction, call: Call, entity: EntityModel, request: UpdateRequest): Promise<StoredRecord> {
  const { before, changes, tools } = request;
  if (request.expectedVersion !== undefined && request.expectedVersion !== before.version) throw new Refusal('request.stale');
  const statement = newParts();
  const stored: Record<string, unknown> = { ...before };
  const audit = { before: {} as Record<string, unknown>, after: {} as Record<string, unknown> };
  const childChanges: ChildChange[] = [];
  const changed: FieldModel[] = [];
  const system: string[] = [];
  for (const key of writableSystem) {
    if (changes[key] === undefined || changes[key] === before[key] || systemColumn(entity, key) === undefined) continue;
    system.push(key);
    stored[key] = changes[key];
    audit.before[key] = before[key] ?? null;
    audit.after[key] = changes[key];
  }
  for (const field of entity.fields.values()) {
    if (changes[field.key] === undefined) continue;
    const child = childEntity(call.release, field);
    if (child !== undefined) {
      const change = childChange(child, rowsOf(before[field.key]), rowsOf(changes[field.key]), { ...tools, parentId: before.id });
      if (change.added.length + change.changed.length + change.removed.length === 0) continue;
      childChanges.push(change);
      stored[field.key] = change.rows;
    } else {
      if (isSameValue(field, before[field.key], changes[field.key])) continue;
      stored[field.key] = changes[field.key];
    }
    changed.push(field);
    const value = (of: unknown): unknown => auditValue(field, of, { maskOf: tools.sealer.maskOf, childOf: (one) => childEntity(call.release, one) });
    audit.before[field.key] = value(before[field.key]);
    audit.after[field.key] = value(stored[field.key]);
  }
  if (changed.length + system.length === 0) return before;
  const note = auditRow(call, entity, { recordId: before.id, audit: request.audit, ...audit });
  const written: unknown[] = [call.now, userOf(call), ...system.map((key) => changes[key])];
  for (const field of changed)
    if (field.column !== null) written.push(...columnValues(entity, field, stored[field.key], { id: before.id, sealer: tools.sealer }));
  const row = plainUpdate(call.release, entity, { system, fields: changed });
  const parameters = [...written, before.id, before.version, ...auditParameters(note)];
  for (const change of childChanges) addChildChange(statement, before.id, change);
  for (const field of changed) addOutside(statement, { entity, field, recordId: before.id, value: stored[field.key], isNew: false });
  // Rows outside the record's own follow in the same pipeline; when the version has moved on they go back with the rest.
  const [rows] = await Promise.all([
    runPlain(tx, row, { entity, parameters }),
    statement.parts.length === 0 ? undefined : runStatement(tx, call, statement, 'select 1', entity),
  ]);
  const version = rows[0]?.[0];
  // Nothing was updated: somebody else was faster. The refusal takes the audit row back with it.
  if (version === undefined) throw new Refusal('request.stale');
  if (entity.name === 'org-unit' && changes['path'] !== undefined) await moveOwnedRecords(tx, call, before.id, String(changes['path']));
  return {
    ...stored,
    id: before.id,
    state: (stored['state'] ?? null) as string | null,
    version: Number(version),
    updatedAt: call.now,
    updatedBy: userOf(call),
  };
}

/** Records keep their unit when it moves; the path by which a tree's rows are found moves with it. */
async function moveOwnedRecords(tx: Transaction, call: Call, unitId: string, path: string): Promise<void> {
  for (const entity of call.release.entities.values()) {
    if (entity.owned) await tx.query(`update ${tableName(entity)} set owner_path = $1 where owner_unit = $2`, [path, unitId]);
  }
}

async function retireRecord(
  tx: Transaction,
  call: Call,
  entity: EntityModel,
  request: { readonly before: StoredRecord; readonly audit: AuditNote },
): Promise<void> {
  const { before } = request;
  const connection = connectionOf(tx);
  const referenced = referencedStatement(call.release, entity);
  if (referenced !== undefined) {
    const rows = await connection.run(referenced, [before.id]);
    if (rows[0]?.[0] === true) throw new Refusal('record.in-use');
  }
  const statement = newParts();
  statement.add(
    (bind) =>
      `update ${tableName(entity)} set retired_at = ${bind(call.now, 'timestamptz')}, version = version + 1, updated_at = ${bind(call.now, 'timestamptz')}, updated_by = ${bind(userOf(call), 'uuid')} where id = ${bind(before.id, 'uuid')} and version = ${bind(before.version, 'int')} and retired_at is null returning version`,
  );
  addAudit(statement, auditRow(call, entity, { recordId: before.id, audit: request.audit, before: null, after: null }));
  const rows = await runStatement(tx, call, statement, 'select version from p0', entity);
  if (rows.length === 0) throw new Refusal('request.stale');
}

async function runPlain(
  tx: Transaction,
  statement: Statement,
  request: { readonly entity: EntityModel; readonly parameters: readonly unknown[] },
): Promise<readonly (readonly unknown[])[]> {
  if (aboutPeople.has(request.entity.name)) tx.afterCommit(forgetSessions);
  try {
    return await connectionOf(tx).run(statement, request.parameters);
  } catch (error) {
    return refuseViolation(error, [request.entity]);
  }
}

/** Entities whose records decide who may do what. */
const aboutPeople = new Set(['staff', 'role-assignment', 'org-unit']);

async function runStatement(
  tx: Transaction,
  call: Call,
  statement: StatementParts,
  last: string,
  entity: EntityModel,
): Promise<readonly (readonly unknown[])[]> {
  const text = statement.text(last);
  if (aboutPeople.has(entity.name)) tx.afterCommit(forgetSessions);
  try {
    return await connectionOf(tx).run({ name: nameOf(call, text), text }, statement.parameters);
  } catch (error) {
    const children = [...entity.fields.values()].map((field) => childEntity(call.release, field)).filter((child) => child !== undefined);
    return refuseViolation(error, [entity, ...children]);
  }
}

const names = new WeakMap<object, Map<string, string>>();
const namesKept = 2_000;

function nameOf(call: Call, text: string): string {
  let byText = names.get(call.release);
  if (byText === undefined) names.set(call.release, (byText = new Map()));
  let name = byText.get(text);
  if (name === undefined) {
    invariant(text.length > 0, 'a statement has a text');
    if (byText.size >= namesKept) byText.clear();
    byText.set(text, (name = statementName(`${call.release.hash}\n${text}`)));
  }
  return name;
}
