export { answerOnScreen, conditionForBrowser, type BrowserOptions } from './condition-for-browser.ts';
export { compileCondition } from './compile-condition.ts';
export type { ConditionOptions, ConditionUse } from './compilation.ts';
export { compileFormula, type FormulaOptions } from './compile-formula.ts';
export { compileTemplate, type TemplateFormat, type TemplateOptions } from './compile-template.ts';
export { conditionToSentence, type SentenceLanguage, type SentenceTitles } from './condition-to-sentence.ts';
export { conditionToSql } from './condition-to-sql.ts';
export { boundValue, contextValue } from './context-value.ts';
export { EvaluationError, type EvaluationReason } from './evaluation-error.ts';
export { operatorsFor, operators, type OperatorDefinition, type OperatorName } from './operators.ts';
export { contextFacts, factTypeOf, scopeOf, scopeOfFields, type ScreenField } from './scope.ts';
export type { CompiledFormula, CompiledTemplate } from './formula-types.ts';
export type {
  BoundValue,
  CompiledCondition,
  Condition,
  ConditionLeaf,
  ConditionNode,
  EvaluationContext,
  FactDescription,
  FactRow,
  FactScope,
  FactType,
  SqlTarget,
} from './types.ts';
