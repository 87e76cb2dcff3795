import { unsupported } from '../refusal.ts';
import type { AmortizationMethod } from './amortization.ts';
import { balloon } from './balloon.ts';
import { bullet } from './bullet.ts';
import { combo } from './combo.ts';
import { custom } from './custom.ts';
import { equalPrincipal } from './equal-principal.ts';
import { fixedPayment } from './fixed-payment.ts';
import { flat } from './flat.ts';
import { interestOnly } from './interest-only.ts';
import { level } from './level.ts';
import { step } from './step.ts';

/** Every repayment method, in the order of the specification. */
const AMORTIZATION_METHODS: readonly AmortizationMethod[] = [level, equalPrincipal, interestOnly, bullet, flat, balloon, fixedPayment, step, combo, custom];

export function methodOf(id: string): AmortizationMethod {
  const found = AMORTIZATION_METHODS.find((method) => method.id === id);
  if (!found) throw unsupported(`method ${id}`);
  return found;
}
