import { Decimal, roundDecimal, sumDecimals, type RoundMode } from '../kernel/decimal.ts';
import { addMonths, daysBetween } from '../kernel/dates.ts';
import { suggestion } from '../kernel/suggestion.ts';
import { EvaluationError } from './evaluation-error.ts';
import { factReader, orderValues, pathReader, readRows } from './fact-values.ts';
import { isNumeric, type FormulaCheck, type Term } from './formula-term.ts';
import { FormulaFault, type FormulaNode } from './parse-formula.ts';
import type { EvaluationContext, FactDescription, FactRow, FactType, FactValue } from './types.ts';

type Call = Extract<FormulaNode, { readonly kind: 'call' }>;
type FormulaFunction = (call: Call, check: FormulaCheck) => Term;

/** The closed set of functions: nothing else can be called, and nothing reads a clock. */
export const formulaFunctions: ReadonlyMap<string, FormulaFunction> = new Map<string, FormulaFunction>([
  ['round', rounding('halfUp')],
  ['roundUp', rounding('up')],
  ['roundDown', rounding('down')],
  ['min', extreme((order) => order < 0)],
  ['max', extreme((order) => order > 0)],
  ['sum', sum],
  ['count', count],
  ['days', days],
  ['addMonths', addMonthsCall],
  ['today', today],
  ['coalesce', coalesce],
  ['if', choose],
]);

/** `round(x, places)`: half away from zero, away from zero, or towards zero. */
function rounding(mode: RoundMode): FormulaFunction {
  return (call, check) => {
    const [value, places] = call.parameters;
    if (!value || call.parameters.length > 2) throw new FormulaFault(call.at, `${call.name} takes a number and its decimal places.`);
    const scale = places === undefined ? 0 : places.kind === 'number' ? Number(places.text) : -1;
    if (!Number.isInteger(scale) || scale < 0 || scale > 12) throw new FormulaFault(call.at, 'The decimal places are a number from 0 to 12, written out.');
    const term = check.compile(value, { ...check, rounded: true });
    if (!isNumeric(term)) throw new FormulaFault(call.at, `${call.name} does not work on ${term.description.type}.`);
    const description: FactDescription =
      scale === 0 && term.description.type !== 'money' ? { type: 'int' } : term.description.type === 'int' ? { type: 'decimal' } : term.description;
    return { description, scale, evaluate: onOne(term, (number) => roundDecimal(number as Decimal, scale, mode)) };
  };
}

function extreme(better: (order: number) => boolean): FormulaFunction {
  return (call, check) => {
    const terms = call.parameters.map((parameter) => check.compile(parameter, check));
    const description = commonType(call, terms);
    const ordered: readonly FactType[] = ['int', 'decimal', 'money', 'date', 'datetime'];
    if (!ordered.includes(description.type)) throw new FormulaFault(call.at, `${description.type} has no order.`);
    return {
      description,
      evaluate: (row, context) => {
        const values = terms.map((term) => term.evaluate(row, context));
        return values.includes(null) ? null : values.reduce((best, value) => (better(orderValues(value, best)) ? value : best));
      },
    };
  };
}

/** Over the rows of a children property: values that are null are left out, no rows make 0. */
function sum(call: Call, check: FormulaCheck): Term {
  const { path, column } = rowsPath(call, check, true);
  const description = check.scope.lookup(path)?.rows?.lookup(column);
  if (!description)
    throw new FormulaFault(call.at, `The rows of "${path}" have no fact "${column}". ${suggestion(column, check.scope.lookup(path)?.rows?.paths ?? [])}`);
  if (!isNumeric({ description, evaluate: () => null })) throw new FormulaFault(call.at, `sum does not work on ${description.type}.`);
  check.facts.add(`${path}.${column}`);
  const rows = pathReader(path);
  const read = factReader(column, description);
  return {
    description: { ...description },
    evaluate: (row, context) =>
      sumDecimals(
        readRows(path, rows(row, context))
          .map((child) => read(child, context))
          .filter((value): value is Decimal => value !== null),
      ),
  };
}

function count(call: Call, check: FormulaCheck): Term {
  const { path } = rowsPath(call, check, false);
  check.facts.add(path);
  const rows = pathReader(path);
  return { description: { type: 'int' }, evaluate: (row, context) => new Decimal(readRows(path, rows(row, context)).length) };
}

function rowsPath(call: Call, { scope }: FormulaCheck, withColumn: boolean): { readonly path: string; readonly column: string } {
  const [parameter, ...others] = call.parameters;
  const written = parameter?.kind === 'fact' && others.length === 0 ? parameter.text : '';
  const dot = withColumn ? written.lastIndexOf('.') : written.length;
  const path = written.slice(0, Math.max(dot, 0));
  if (scope.lookup(path)?.type !== 'rows')
    throw new FormulaFault(
      call.at,
      `${call.name} takes ${withColumn ? 'a column of a list of rows, e.g. sum(items.amount)' : 'a list of rows, e.g. count(items)'}.`,
    );
  return { path, column: written.slice(dot + 1) };
}

/** `days(from, to)`: calendar days, negative when `to` is earlier. */
function days(call: Call, check: FormulaCheck): Term {
  const [from, to] = typed(call, check, ['date', 'date']);
  return { description: { type: 'int' }, evaluate: onTwo(from, to, (a, b) => new Decimal(daysBetween(String(a), String(b)))) };
}

function addMonthsCall(call: Call, check: FormulaCheck): Term {
  const [date, months] = typed(call, check, ['date', 'int']);
  return {
    description: { type: 'date' },
    evaluate: onTwo(date, months, (a, b) => {
      try {
        return addMonths(String(a), (b as Decimal).toNumber());
      } catch {
        throw new EvaluationError('out-of-range', '', 'The date lies outside of the years 0001 to 9999.');
      }
    }),
  };
}

/** The business date of the command. */
function today(call: Call, check: FormulaCheck): Term {
  typed(call, check, []);
  return { description: { type: 'date' }, evaluate: (_, context) => context.today };
}

/** The first value that is not null. */
function coalesce(call: Call, check: FormulaCheck): Term {
  const terms = call.parameters.map((parameter) => check.compile(parameter, check));
  return {
    description: commonType(call, terms),
    evaluate: (row, context) => {
      for (const term of terms) {
        const value = term.evaluate(row, context);
        if (value !== null) return value;
      }
      return null;
    },
  };
}

/** `if(condition, then, else)`: null when the condition is; only the chosen branch is worked out. */
function choose(call: Call, check: FormulaCheck): Term {
  const [condition, yes, no] = call.parameters.map((parameter) => check.compile(parameter, check));
  if (!condition || !yes || !no || call.parameters.length !== 3) throw new FormulaFault(call.at, 'if takes a condition and two values.');
  if (condition.description.type !== 'bool') throw new FormulaFault(call.at, `The condition of if is ${condition.description.type}, not bool.`);
  return {
    description: commonType(call, [yes, no]),
    evaluate: (row, context) => {
      const answer = condition.evaluate(row, context);
      return answer === null ? null : (answer ? yes : no).evaluate(row, context);
    },
  };
}

/** The type that several values have together: numbers widen to decimal or money, the rest is the same. */
function commonType(call: Call, terms: readonly Term[]): FactDescription {
  const [first, ...others] = terms;
  if (!first) throw new FormulaFault(call.at, `${call.name} takes at least one value.`);
  return others.reduce<FactDescription>((common, term) => {
    const { description } = term;
    if (common.type === description.type && (!common.currency || !description.currency || common.currency === description.currency)) return common;
    if (!isNumeric({ description: common, evaluate: () => null }) || !isNumeric(term))
      throw new FormulaFault(call.at, `${call.name} mixes ${common.type} and ${description.type}.`);
    if (common.type === 'money' && description.type === 'money') throw new FormulaFault(call.at, `${common.currency} and ${description.currency} do not mix.`);
    return common.type === 'money' ? common : description.type === 'money' ? description : { type: 'decimal' };
  }, first.description);
}

function typed(call: Call, check: FormulaCheck, types: readonly FactType[]): readonly Term[] {
  const terms = call.parameters.map((parameter) => check.compile(parameter, check));
  if (terms.length !== types.length || terms.some((term, index) => term.description.type !== types[index])) {
    throw new FormulaFault(call.at, `${call.name} takes (${types.join(', ')}), not (${terms.map((term) => term.description.type).join(', ')}).`);
  }
  return terms;
}

type Evaluate = (row: FactRow, context: EvaluationContext) => FactValue;

function onOne(term: Term, apply: (value: FactValue) => FactValue): Evaluate {
  return (row, context) => {
    const value = term.evaluate(row, context);
    return value === null ? null : apply(value);
  };
}

function onTwo(first: Term | undefined, second: Term | undefined, apply: (a: FactValue, b: FactValue) => FactValue): Evaluate {
  return (row, context) => {
    const a = first?.evaluate(row, context) ?? null;
    const b = second?.evaluate(row, context) ?? null;
    return a === null || b === null ? null : apply(a, b);
  };
}
