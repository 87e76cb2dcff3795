import { definePlugin } from '../../engine/plugin-api/index.ts';
import { databaseRules } from './database-rules.ts';
import { dayEndSteps } from './day-end/steps.ts';
import { rateIndex } from './limits/rate-index.ts';
import { checkApplication } from './operations/check-application.ts';
import { checkInvariants } from './invariants/check-invariants.ts';
import { checkSigning, contractDisclosure, discloseCost } from './operations/disclose-cost.ts';
import { disburse } from './operations/disburse.ts';
import { explainAmount } from './operations/explain-amount.ts';
import { loanAsOf } from './operations/loan-as-of.ts';
import { loanSchedule } from './operations/loan-schedule.ts';
import { makeContract } from './operations/make-contract.ts';
import { makeDisbursementOrder } from './operations/make-disbursement-order.ts';
import { offeredProducts } from './operations/offered-products.ts';
import { postRepayment } from './operations/post-repayment.ts';
import { previewPayment, previewRepayment } from './operations/preview-repayment.ts';
import { quoteApplication, quoteSchedule } from './operations/quote-schedule.ts';
import { previewPrepayment, quotePayoff } from './operations/prepayment.ts';
import { previewReversal, reverseReceipt } from './operations/reverse-receipt.ts';
import { problems } from './problems.ts';
import { product } from './product/kind.ts';
import { importLoan } from './tape/import-loan.ts';

/** Loans: products as documents, the loan account on the mathematics, repayments into the ledger. */
export default definePlugin({
  name: 'lending',
  requires: ['ledger.post', 'ledger.post-difference', 'ledger.invariants'],
  kinds: [product, rateIndex],
  operations: [
    quoteSchedule,
    quoteApplication,
    offeredProducts,
    checkApplication,
    makeContract,
    discloseCost,
    checkSigning,
    contractDisclosure,
    makeDisbursementOrder,
    disburse,
    previewRepayment,
    previewPayment,
    postRepayment,
    loanAsOf,
    previewReversal,
    reverseReceipt,
    previewPrepayment,
    quotePayoff,
    loanSchedule,
    explainAmount,
    importLoan,
    checkInvariants,
  ],
  batchSteps: dayEndSteps,
  managed: ['loan', 'loan-instalment', 'loan-accrual', 'loan-event', 'loan-day-fact', 'cost-disclosure', 'business-day'],
  databaseRules,
  problems,
});
