import type { Person, TestServer } from '../support/server.ts';

/** Who does what on the way of a loan; the names are those of the demo organisation. */
export interface Desk {
  readonly officer: Person;
  readonly risk: Person;
  readonly visitor: Person;
  readonly head: Person;
  readonly accountant: Person;
  readonly cashier: Person;
}

/** Everybody signed in by a token, which no clock of a session ends. */
export async function openDesk(server: TestServer): Promise<Desk> {
  const byToken = async (username: string): Promise<Person> => server.bearer(await (await server.signIn(username)).token('journey'));
  return {
    officer: await byToken('chen.jie'),
    risk: await byToken('sun.mei'),
    visitor: await byToken('han.bing'),
    head: await byToken('li.qiang'),
    accountant: await byToken('zheng.lin'),
    cashier: await byToken('wu.hao'),
  };
}

export interface LoanTerms {
  readonly amount: string;
  readonly term: number;
  readonly method: 'LEVEL' | 'EQUAL_PRINCIPAL' | 'INTEREST_ONLY';
  readonly product: string;
}

/** One call that must succeed; every write carries a key of its own, so that a repeated call is told apart from a second one. */
async function send(person: Person, path: string, body: unknown, key: string): Promise<Record<string, any>> {
  const answer = await person.post(path, body, { 'idempotency-key': key });
  if (answer.status > 299) throw new Error(`${path} ${key}: ${answer.status} ${answer.text}`);
  return answer.body ?? {};
}

/** Takes one application from the counter to a checked disbursement order; answers the order and the application. */
export async function prepareOrder(
  desk: Desk,
  run: string,
  index: number,
  terms: LoanTerms,
): Promise<{ readonly order: string; readonly application: string }> {
  const key = (step: string): string => `${run}-${index}-${step}`;
  const customer = (
    await send(
      desk.officer,
      '/api/records/customer',
      {
        kind: 'individual',
        name: `客户${run}${index}`,
        idType: 'idCard',
        idNumber: identityNumber(index),
        phone: `138${String(10_000_000 + index)}`,
        monthlyIncome: '50000.00',
        cards: [{ holderName: `客户${run}${index}`, cardNo: '6200000000000005', bank: '成都银行', purpose: 'both' }],
        contacts: [{ name: '王芳', relation: 'spouse', phone: '13900001111' }],
      },
      key('customer'),
    )
  ).id as string;
  await send(desk.officer, `/api/records/customer/${customer}/actions/customer-activate`, {}, key('activate'));
  const application = (
    await send(
      desk.officer,
      '/api/records/loan-application',
      {
        customer,
        product: terms.product,
        appliedAmount: terms.amount,
        term: terms.term,
        annualRate: '0.12',
        method: terms.method,
        purpose: 'workingCapital',
        guaranteeModes: ['credit'],
        monthlyIncome: '50000.00',
      },
      key('application'),
    )
  ).id as string;
  await send(desk.officer, `/api/records/loan-application/${application}/actions/loan-application-submit`, {}, key('submit'));
  await decideTask(desk.risk, application, 'approve', { opinion: '同意', changes: { riskScore: 80, riskConclusion: 'low', riskOpinion: '同意' } }, key('risk'));
  await decideTask(desk.visitor, application, 'done', { opinion: '属实', changes: { demoSiteOpinion: '摊位属实' } }, key('visit'));
  await decideTask(desk.head, application, 'approve', { opinion: '同意' }, key('head'));
  const made = await send(desk.officer, `/api/records/loan-application/${application}/actions/loan-application-make-contract`, {}, key('contract'));
  const contract = made['result'].contract.contract as string;
  await send(desk.officer, `/api/records/contract/${contract}/actions/contract-sign`, { signedOn: '2026-01-15' }, key('sign'));
  const drawn = await send(desk.officer, `/api/records/contract/${contract}/actions/contract-draw`, {}, key('draw'));
  const order = drawn['result'].order.order as string;
  await send(
    desk.accountant,
    `/api/records/disbursement-order/${order}/actions/disbursement-order-check`,
    { signed: true, conditionsMet: true, payeeVerified: true },
    key('check'),
  );
  return { order, application };
}

export async function payOrder(desk: Desk, order: string, key: string): Promise<string> {
  const paid = await send(
    desk.cashier,
    `/api/records/disbursement-order/${order}/actions/disbursement-order-pay`,
    { valueDate: '2026-01-15', bankRef: `BANK-${key}` },
    key,
  );
  return paid['result'].loan.loan as string;
}

/** Cashier registers, accountant posts. */
export async function repay(desk: Desk, loan: string, amount: string, valueDate: string, key: string): Promise<void> {
  const registered = await send(
    desk.cashier,
    `/api/records/loan/${loan}/actions/loan-receive`,
    { amount, valueDate, channel: 'transfer', bankRef: `IN-${key}` },
    `${key}-register`,
  );
  await send(desk.accountant, `/api/records/receipt/${registered['result'].receipt.id}/actions/receipt-post`, {}, `${key}-post`);
}

async function decideTask(person: Person, recordId: string, verb: string, body: object, key: string): Promise<void> {
  const task = await taskOf(person, recordId);
  const { rev } = (await person.get(`/api/tasks/${task}`)).body;
  await send(person, `/api/tasks/${task}/${verb}`, { expectedRev: rev, ...body }, key);
}

async function taskOf(person: Person, recordId: string): Promise<string> {
  let after: string | null = null;
  do {
    const page: { rows: { id: string; recordId: string }[]; next: string | null } = (
      await person.get(`/api/tasks?tab=todo&limit=100${after === null ? '' : `&after=${encodeURIComponent(after)}`}`)
    ).body;
    const task = page.rows.find((row) => row.recordId === recordId);
    if (task !== undefined) return task.id;
    after = page.next;
  } while (after !== null);
  throw new Error(`no open task of ${recordId}`);
}

/** A valid identity number for a running number: region, birth date and order are made, the check character is computed (GB 11643). */
function identityNumber(index: number): string {
  const day = String(1 + (index % 28)).padStart(2, '0');
  const month = String(1 + (Math.floor(index / 28) % 12)).padStart(2, '0');
  const year = 1960 + (Math.floor(index / 336) % 40);
  const body = `510104${year}${month}${day}${String(100 + (index % 800)).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, position) => total + weight * Number(body[position]), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}
