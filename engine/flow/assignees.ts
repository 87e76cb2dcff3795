import type { AssigneeStrategy, FlowNode } from '../model/index.ts';
import { idsAt } from '../run/action-checks.ts';
import { flowFacts, recordOf, seatsOf, type Command } from './command.ts';
import { isHuman } from './position.ts';
import type { Organisation, Person } from './organisation.ts';

export interface Candidate {
  readonly id: string;
  readonly name: string;
}

/** Who decides at a node, or which rule applies because nobody is left. */
export interface Resolution {
  readonly people: readonly Candidate[];
  /** Null when there are people. */
  readonly rule: 'dispatch' | 'autoPass' | 'autoReject' | 'incident' | null;
  /** Rule that changed the list, for the trail and the preview: `initiatorSelf`, `separationOfDuties`, `empty`. */
  readonly because: string | null;
}

/** Largest number of seats in one node run. */
const seatLimit = 100;

/** The pipeline, in its fixed order: strategies → active accounts → initiator → separation of duties → duplicates → empty
 *  rule. On a control node nobody approves her own case and nothing passes by itself, whatever the document says. */
export async function resolveAssignees(
  command: Command,
  organisation: Organisation,
  node: Extract<FlowNode, { kind: 'approve' | 'handle' | 'cc' }>,
): Promise<Resolution> {
  const found: Person[] = [];
  for (const strategy of node.assignees) found.push(...(await byStrategy(command, organisation, strategy)));
  const active = unique(found.filter((person) => person.isActive));
  if (node.kind === 'cc') return { people: active.map(toCandidate), rule: null, because: null };
  const { people: independent, because: selfRule, rule } = await withoutInitiator(command, organisation, node, active);
  if (rule !== null) return { people: [], rule, because: selfRule };
  const excluded = await excludedPeople(command, node);
  const people = unique(independent.filter((person) => !excluded.has(person.id)));
  if (people.length === 0) {
    const because = independent.length > 0 ? 'separationOfDuties' : (selfRule ?? 'empty');
    return { people: [], rule: emptyRule(node), because };
  }
  if (people.length > seatLimit) return { people: [], rule: 'incident', because: `more than ${seatLimit} people` };
  return {
    people: people.map(toCandidate),
    rule: null,
    because: independent.length === active.length && selfRule === null ? null : (selfRule ?? 'initiatorSelf'),
  };
}

type HumanNode = Extract<FlowNode, { kind: 'approve' | 'handle' }>;

function emptyRule(node: HumanNode): NonNullable<Resolution['rule']> {
  return node.control && (node.empty === 'autoPass' || node.empty === 'autoReject') ? 'dispatch' : node.empty;
}

/** Approver = initiator. She is dropped whenever others remain; alone, the node's `self` rule says who comes instead. */
async function withoutInitiator(
  command: Command,
  organisation: Organisation,
  node: HumanNode,
  people: readonly Person[],
): Promise<{ readonly people: readonly Person[]; readonly because: string | null; readonly rule: Resolution['rule'] }> {
  const initiator = command.state.instance.initiator;
  const others = people.filter((person) => person.id !== initiator);
  if (others.length === people.length) return { people, because: null, rule: null };
  const isMeant = !node.control && node.assignees.some((strategy) => strategy.strategy === 'initiator');
  if (isMeant) return { people, because: null, rule: null };
  if (others.length > 0) return { people: others, because: 'initiatorSelf', rule: null };
  switch (node.self) {
    case 'selfApprove':
      return node.control ? { people: [], because: 'initiatorSelf', rule: 'dispatch' } : { people, because: null, rule: null };
    case 'skipSeat':
      return { people: [], because: 'initiatorSelf', rule: null };
    case 'incident':
      return { people: [], because: 'initiatorSelf', rule: 'incident' };
    case 'deptHead':
    case 'escalate': {
      const isHead = node.self === 'deptHead' || node.assignees.some((strategy) => ['deptHead', 'initiatorHead', 'directManager'].includes(strategy.strategy));
      const head = isHead ? await headAbove(command, organisation) : undefined;
      return head === undefined ? { people: [], because: 'initiatorSelf', rule: 'dispatch' } : { people: [head], because: 'initiatorSelf', rule: null };
    }
  }
}

/** First head above the initiator, from her own unit upward, who is not she herself. */
async function headAbove(command: Command, organisation: Organisation): Promise<Person | undefined> {
  const { initiator, initiatorUnit } = command.state.instance;
  for await (const leader of leadersUpward(organisation, initiatorUnit)) if (leader.id !== initiator && leader.isActive) return leader;
  return undefined;
}

/** Leaders of a unit and those above it; a unit without one is left out. */
async function* leadersUpward(organisation: Organisation, from: string | null): AsyncGenerator<Person> {
  const seen = new Set<string>();
  let id = from;
  while (id !== null && !seen.has(id)) {
    seen.add(id);
    const unit = await organisation.unit(id);
    if (unit === undefined) return;
    const leader = unit.leader === null ? undefined : await organisation.person(unit.leader);
    if (leader !== undefined) yield leader;
    id = unit.parent;
  }
}

/** People who may not decide here: those in the node's `notBy` facts; on control nodes also everybody who made the case. */
export async function excludedPeople(command: Command, node: HumanNode): Promise<ReadonlyMap<string, string>> {
  const excluded = new Map<string, string>();
  if (node.notBy.length > 0) {
    const facts = await flowFacts(command, node.notBy);
    for (const path of node.notBy) for (const id of idsAt(facts, path)) excluded.set(id, command.entity.fields.get(path)?.title ?? path);
  }
  if (node.control) for (const [id, why] of await makers(command)) excluded.set(id, why);
  return excluded;
}

/** The maker set: initiator, who made the record, and whoever changed a key fact in this round. */
async function makers(command: Command): Promise<ReadonlyMap<string, string>> {
  const { instance, tasks, seats } = command.state;
  const record = await recordOf(command);
  const set = new Map<string, string>([[instance.initiator, 'initiator']]);
  if (typeof record['createdBy'] === 'string') set.set(record['createdBy'], 'maker');
  const rounds = new Set(command.state.nodeRuns.filter((run) => run.round === instance.round).map((run) => run.id));
  for (const task of tasks) {
    const seat = seats.find((one) => one.id === task.seatId);
    if (task.cause === 'keyFactChanged' && seat !== undefined && rounds.has(seat.nodeRunId)) set.set(task.assignee, 'keyFactChanged');
  }
  return set;
}

async function byStrategy(command: Command, organisation: Organisation, strategy: AssigneeStrategy): Promise<readonly Person[]> {
  const { instance } = command.state;
  const value = strategy.value ?? '';
  switch (strategy.strategy) {
    case 'user':
      return present([await organisation.byUsername(value)]);
    case 'role':
      return inOrder(organisation, await within(command, organisation, strategy, await organisation.holdersOf(value.replace(/^role:/, ''))));
    case 'post':
      return inOrder(organisation, await within(command, organisation, strategy, await organisation.byPost(value)));
    case 'dept': {
      const unit = await organisation.unitByCode(value);
      return unit === undefined ? [] : inOrder(organisation, await organisation.membersOf(unit.id));
    }
    case 'deptHead': {
      const unit = await organisation.unitByCode(value);
      return present([unit?.leader == null ? undefined : await organisation.person(unit.leader)]);
    }
    case 'initiatorHead':
      return present([await headOfLevel(organisation, instance.initiatorUnit, strategy.level)]);
    case 'directManager': {
      const initiator = await organisation.person(instance.initiator);
      return present([initiator?.manager == null ? undefined : await organisation.person(initiator.manager)]);
    }
    case 'formUser': {
      const people: (Person | undefined)[] = [];
      for (const id of idsAt(await flowFacts(command, [value]), value)) people.push(await organisation.person(id));
      return present(people);
    }
    case 'initiator':
      return present([await organisation.person(instance.initiator)]);
    case 'nodeActor': {
      const decided = command.state.nodeRuns
        .filter((run) => run.nodeKey === value && run.state !== 'CANCELLED')
        .flatMap((run) => seatsOf(command.state, run))
        .filter((seat) => seat.decidedBy !== null && seat.decidedAt !== null);
      const last = decided.toSorted((a, b) => ((a.decidedAt ?? '') < (b.decidedAt ?? '') ? -1 : 1)).at(-1);
      return present([last?.decidedBy == null ? undefined : await organisation.person(last.decidedBy)]);
    }
  }
}

/** Head of the n-th unit upward from the initiator's own (1 = own). No unit, or a level above the root: nobody. */
async function headOfLevel(organisation: Organisation, unitId: string | null, level: number): Promise<Person | undefined> {
  let unit = unitId === null ? undefined : await organisation.unit(unitId);
  for (let step = 1; step < Math.max(1, level) && unit !== undefined; step++) unit = unit.parent === null ? undefined : await organisation.unit(unit.parent);
  return unit?.leader == null ? undefined : organisation.person(unit.leader);
}

async function within(command: Command, organisation: Organisation, strategy: AssigneeStrategy, people: readonly Person[]): Promise<readonly Person[]> {
  const { initiatorUnit, initiatorPath } = command.state.instance;
  if (strategy.within === 'company' || strategy.within === 'all') return people;
  if (strategy.within === 'initiatorDept') return people.filter((person) => person.unit !== null && person.unit === initiatorUnit);
  const kept: Person[] = [];
  for (const person of people) {
    const unit = person.unit === null ? undefined : await organisation.unit(person.unit);
    if (unit !== undefined && initiatorPath !== null && initiatorPath !== '' && unit.path.startsWith(initiatorPath)) kept.push(person);
  }
  return kept;
}

/** Order of candidates of one strategy: nearest to the root first, then by id. */
async function inOrder(organisation: Organisation, people: readonly Person[]): Promise<readonly Person[]> {
  const depths = new Map<string, number>();
  for (const person of people) {
    const unit = person.unit === null ? undefined : await organisation.unit(person.unit);
    depths.set(person.id, unit === undefined ? 99 : unit.path.split('/').length);
  }
  return people.toSorted((a, b) => (depths.get(a.id) ?? 99) - (depths.get(b.id) ?? 99) || (a.id < b.id ? -1 : 1));
}

function present(people: readonly (Person | undefined)[]): readonly Person[] {
  return people.filter((person) => person !== undefined);
}

function unique(people: readonly Person[]): readonly Person[] {
  return people.filter((person, index) => people.findIndex((other) => other.id === person.id) === index);
}

function toCandidate(person: Person): Candidate {
  return { id: person.id, name: person.name };
}

/** May this person be given a seat by hand (transfer, dispatch, reassign): active, and not excluded here. */
export async function eligibility(
  command: Command,
  organisation: Organisation,
  node: FlowNode,
  personId: string,
): Promise<{ readonly person: Candidate } | { readonly refused: 'target' | 'sod'; readonly rule: string }> {
  const person = await organisation.person(personId);
  if (person === undefined || !person.isActive) return { refused: 'target', rule: 'inactive' };
  if (!isHuman(node)) return { refused: 'target', rule: 'node' };
  const rule =
    (await excludedPeople(command, node)).get(person.id) ??
    (person.id === command.state.instance.initiator && !(node.self === 'selfApprove' && !node.control) ? 'initiator' : undefined);
  return rule === undefined ? { person: toCandidate(person) } : { refused: 'sod', rule };
}
