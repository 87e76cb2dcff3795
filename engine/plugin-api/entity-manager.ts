/** A record as an object that is changed in place: properties by key, money, decimals, rates and dates as text, a reference
 *  as the object that it leads to (only its `id` is known until it is populated). Sensitive properties, children, links
 *  and files are not among them: those are read and written through `records`. */
export type EntityObject = { readonly id: string; readonly version: number; state?: string; [property: string]: unknown };

export interface FindOptions {
  /** Property keys, `-` first for descending. */
  readonly orderBy?: readonly string[];
  readonly limit?: number;
  /** References to load with them: `order`, `order.customer`. */
  readonly populate?: readonly string[];
  /** Locks the rows until the transaction ends and reads them anew. */
  readonly lock?: boolean;
}

/** MikroORM's unit of work inside the operation's transaction: what is loaded is one object a record, changes are found by
 *  comparison and written by `flush`, each with its audit row. What `records`, `sql` or a capability write to a record that
 *  is loaded already is seen once it is read again with `lock`. It reads as the system does, every entity; it writes only
 *  entities that the plugin manages. For logic over some dozens of objects; what concerns many rows is one statement of
 *  `sql` or `records.createMany`. */
export interface EntityManager {
  /** `where` holds values by property, or MikroORM's operators: `{ dueOn: { $lt: '2026-03-01' }, order: id }`. */
  find<Entity extends object = EntityObject>(entity: string, where: object, options?: FindOptions): Promise<Entity[]>;
  findOne<Entity extends object = EntityObject>(entity: string, where: object, options?: FindOptions): Promise<Entity | null>;
  /** Refuses record.not-found. */
  findOneOrFail<Entity extends object = EntityObject>(entity: string, where: object, options?: FindOptions): Promise<Entity>;
  /** A new record, written at the next flush; references by id or object. Defaults, numbers and formulas are there after it. */
  create<Entity extends object = EntityObject>(entity: string, values: Readonly<Record<string, unknown>>): Entity;
  /** The object of an id without reading it, to be put into a reference. */
  reference<Entity extends object = EntityObject>(entity: string, id: string): Entity;
  /** Writes what has changed. Refuses request.stale when a record has moved on since it was read, record.managed when the
   *  plugin does not manage it, record.invalid and record.duplicate as every other write. What the operation has not
   *  flushed is flushed at its end; formulas see related records as they have been flushed. */
  flush(): Promise<void>;
}
