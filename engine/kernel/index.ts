export { compareDecimals, Decimal, decimal, decimalToText, groupThousands, isDecimalText, roundDecimal, sumDecimals, type RoundMode } from './decimal.ts';
export {
  addDays,
  addMonths,
  dateParts,
  daysBetween,
  daysInMonth,
  isDate,
  isLeapYear,
  isMonthEnd,
  monthEnd,
  monthStart,
  toDate,
  type DateParts,
  type IsoDate,
} from './dates.ts';
export { formatDiagnostic, hasErrors, type Diagnostic } from './diagnostic.ts';
export { addHours, dateOf, instantKey, isInstant, shiftDays, shiftMonths, startOfDay, type Instant } from './instants.ts';
export { canonicalJson, isObject, pointerToken, toPointer, type Json, type JsonObject } from './json.ts';
export { camelToSnake, isCamelName, isKebabName, kebabToCamel, kebabToSnake } from './names.ts';
export { nearestName } from './nearest-name.ts';
export { invariant, Refusal, type RefusalDetail } from './refusal.ts';
export { compareText, foldText, isBlank, isStorableText, textLength, whitespace } from './text.ts';
