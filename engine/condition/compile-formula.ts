import { Decimal, decimal, decimalToText } from '../kernel/decimal.ts';
import { addDays, daysBetween } from '../kernel/dates.ts';
import { suggestion } from '../kernel/suggestion.ts';
import { EvaluationError } from './evaluation-error.ts';
import { equalValues, factReader, orderValues } from './fact-values.ts';
import type { CompiledFormula } from './formula-types.ts';
import { formulaFunctions } from './formula-functions.ts';
import { isNumeric, numeric, type FormulaCheck, type Term } from './formula-term.ts';
import { areComparable } from './operand.ts';
import { FormulaFault, parseFormula, type BinaryOperator, type FormulaNode } from './parse-formula.ts';
import type { FactDescription, FactScope, FactType, FactValue } from './types.ts';

export interface FormulaOptions {
  readonly scope: FactScope;
  readonly place: string;
  /** Type of the property that takes the result; another one is refused. */
  readonly expects?: FactType;
  report(pointer: string, code: string, message: string, mend: string): void;
}

/** Parses a formula, checks its types against the facts of its place and prepares it; reports and answers null when it is
 *  wrong. Exact decimals throughout; a division has to stand inside round, roundUp or roundDown, so that every quotient
 *  names its rounding. A null anywhere makes null, except in coalesce, sum and count. Evaluating throws EvaluationError for
 *  a division by zero and for values of the wrong type.
 *  Answers: money and decimals as plain texts (money with at least two places), integers as numbers, the rest as written. */
export function compileFormula(source: string, options: FormulaOptions): CompiledFormula | null {
  const facts = new Set<string>();
  try {
    const term = compileTerm(parseFormula(source), { scope: options.scope, facts, rounded: false, compile: compileTerm });
    const { type } = term.description;
    if (options.expects && !fits(type, options.expects)) {
      options.report(
        '',
        'formula.type',
        `${options.place}: the formula gives ${type}, but ${options.expects} is needed.`,
        type === 'decimal' && options.expects === 'int' ? 'Round it: round(…, 0).' : `Write a formula that gives ${options.expects}.`,
      );
      return null;
    }
    const finish = finisher(options.expects ?? type, term.scale);
    return { source, type: options.expects ?? type, facts: [...facts], evaluate: (row, context) => finish(term.evaluate(row, context)) };
  } catch (error) {
    if (!(error instanceof FormulaFault)) throw error;
    options.report(
      '',
      'formula.invalid',
      `${options.place}: at character ${error.at + 1} of "${source.slice(0, 80)}": ${error.message}`,
      'A formula is written like round(appliedAmount / term, 2).',
    );
    return null;
  }
}

function fits(type: FactType, expected: FactType): boolean {
  if (type === expected) return true;
  if (expected === 'money' || expected === 'decimal') return numeric.includes(type);
  const ids: readonly FactType[] = ['ref', 'user', 'dept'];
  return (ids.includes(type) && ids.includes(expected)) || (type === 'enum' && expected === 'text') || (type === 'text' && expected === 'enum');
}

/** From the working form to what records hold. */
function finisher(type: FactType, scale: number | undefined): (value: FactValue) => unknown {
  return (value) => {
    if (!(value instanceof Decimal)) return value;
    if (type !== 'int') return decimalToText(value, type === 'money' ? Math.max(2, scale ?? 2) : scale);
    if (!value.isInteger() || value.abs().gt(Number.MAX_SAFE_INTEGER))
      throw new EvaluationError('out-of-range', '', 'The result is no integer of the safe range.');
    return value.toNumber();
  };
}

function compileTerm(node: FormulaNode, check: FormulaCheck): Term {
  switch (node.kind) {
    case 'number': {
      const value = decimal(node.text.replace(/^0+(?=\d)/, ''));
      return { description: { type: value.isInteger() && !node.text.includes('.') ? 'int' : 'decimal' }, evaluate: () => value };
    }
    case 'text':
      return { description: { type: 'text' }, evaluate: () => node.text };
    case 'boolean':
      return { description: { type: 'bool' }, evaluate: () => node.value };
    case 'fact':
      return compileFact(node.text, node.at, check);
    case 'negate': {
      const operand = compileTerm(node.operand, check);
      if (!isNumeric(operand)) throw new FormulaFault(node.at, 'Only numbers have a negative.');
      return { description: operand.description, evaluate: (row, context) => (operand.evaluate(row, context) as Decimal | null)?.negated() ?? null };
    }
    case 'binary':
      return compileBinary(node.operator, compileTerm(node.left, check), compileTerm(node.right, check), node.at, check);
    case 'call': {
      const definition = formulaFunctions.get(node.name);
      if (!definition) throw new FormulaFault(node.at, `There is no function "${node.name}". ${suggestion(node.name, [...formulaFunctions.keys()])}`);
      return definition(node, check);
    }
  }
}

function compileFact(path: string, at: number, { scope, facts }: FormulaCheck): Term {
  const description = scope.lookup(path);
  if (!description) throw new FormulaFault(at, `There is no fact "${path}" here. ${suggestion(path, scope.paths)}`);
  if (description.type === 'rows') throw new FormulaFault(at, `"${path}" is a list of rows; use count(${path}) or sum(${path}.…).`);
  facts.add(path);
  return { description, evaluate: factReader(path, description) };
}

function compileBinary(operator: BinaryOperator, left: Term, right: Term, at: number, check: FormulaCheck): Term {
  const both = (type: FactType, apply: (a: FactValue, b: FactValue) => FactValue, description: FactDescription = { type }): Term => ({
    description,
    evaluate: (row, context) => {
      const a = left.evaluate(row, context);
      const b = right.evaluate(row, context);
      return a === null || b === null ? null : apply(a, b);
    },
  });
  const [a, b] = [left.description, right.description];
  if (!['+', '-', '*', '/'].includes(operator)) return compileComparison(operator, a, b, at, both);
  if (a.type === 'date' && (operator === '+' || operator === '-')) {
    if (b.type === 'int') return both('date', (date, days) => shift(String(date), (days as Decimal).toNumber() * (operator === '+' ? 1 : -1)));
    if (b.type === 'date' && operator === '-') return both('int', (to, from) => new Decimal(daysBetween(String(from), String(to))));
  }
  if (!isNumeric(left) || !isNumeric(right)) throw new FormulaFault(at, `"${operator}" does not work on ${a.type} and ${b.type}.`);
  if (a.currency && b.currency && a.currency !== b.currency) throw new FormulaFault(at, `${a.currency} and ${b.currency} do not mix.`);
  if (operator === '/' && !check.rounded) throw new FormulaFault(at, 'A division stands inside round(…, places), roundUp or roundDown.');
  if (operator === '*' && a.type === 'money' && b.type === 'money') throw new FormulaFault(at, 'Money times money has no meaning.');
  const type = resultType(operator, a.type, b.type);
  const currency = type === 'money' ? (a.currency ?? b.currency) : undefined;
  const calculate = arithmetic[operator as keyof typeof arithmetic];
  return both(type, (x, y) => calculate(x as Decimal, y as Decimal), { type, ...(currency ? { currency } : {}) });
}

const arithmetic = {
  '+': (a: Decimal, b: Decimal) => a.plus(b),
  '-': (a: Decimal, b: Decimal) => a.minus(b),
  '*': (a: Decimal, b: Decimal) => a.times(b),
  '/': (a: Decimal, b: Decimal) => {
    if (b.isZero()) throw new EvaluationError('division-by-zero', '', 'The formula divides by zero.');
    return a.dividedBy(b);
  },
};

function resultType(operator: BinaryOperator, a: FactType, b: FactType): FactType {
  if (operator === '/') return a === 'money' && b !== 'money' ? 'money' : 'decimal';
  if (a === 'money' || b === 'money') return 'money';
  return a === 'int' && b === 'int' ? 'int' : 'decimal';
}

function shift(date: string, days: number): string {
  try {
    return addDays(date, days);
  } catch {
    throw new EvaluationError('out-of-range', '', 'The date lies outside of the years 0001 to 9999.');
  }
}

type Both = (type: FactType, apply: (a: FactValue, b: FactValue) => FactValue) => Term;

function compileComparison(operator: BinaryOperator, a: FactDescription, b: FactDescription, at: number, both: Both): Term {
  const texts: readonly FactType[] = ['text', 'enum'];
  if (!areComparable(a, b) && !(texts.includes(a.type) && texts.includes(b.type))) throw new FormulaFault(at, `${a.type} does not compare with ${b.type}.`);
  if (operator === '=' || operator === '!=') return both('bool', (x, y) => equalValues(x, y) === (operator === '='));
  const ordered: readonly FactType[] = [...numeric, 'date', 'datetime'];
  if (!ordered.includes(a.type)) throw new FormulaFault(at, `${a.type} has no order; only = and != compare it.`);
  const holds = {
    '<': (order: number) => order < 0,
    '<=': (order: number) => order <= 0,
    '>': (order: number) => order > 0,
    '>=': (order: number) => order >= 0,
  }[operator as '<'];
  return both('bool', (x, y) => holds(orderValues(x, y)));
}
