import { type Person, startTestServer, type TestServer } from '../../support/server.ts';
import { builtScreens } from './built-screens.ts';

/** The repair shop with a working day's data, behind a real server that also hands out the built screens. */
export interface Shop extends TestServer {
  readonly fay: Person;
  readonly riders: readonly string[];
  readonly bikes: readonly string[];
}

export async function openShop(): Promise<Shop> {
  const server = await startTestServer({ screensFolder: await builtScreens() });
  for (const username of ['mia', 'max', 'boss', 'meg', 'mo', 'ada']) await server.setPassword(username, server.passwordOf(username));
  const fay = await server.signIn('fay');
  const riders: string[] = [];
  const bikes: string[] = [];
  for (const [index, name] of names.entries()) {
    riders.push(
      await idOf(fay.post('/api/records/rider', { name, phone: `1380010${String(2000 + index * 37)}`, level: ['bronze', 'silver', 'gold'][index % 3] })),
    );
    bikes.push(
      await idOf(
        fay.post('/api/records/bike', {
          rider: riders.at(-1),
          brand: brands[index % brands.length],
          model: models[index % models.length],
          frameNo: `FX${20260 + index * 13}`,
        }),
      ),
    );
  }
  return Object.assign(server, { fay, riders, bikes });
}

/** An order of fay's; everything that a test does not name is of no matter to it. */
export async function makeOrder(shop: Shop, values: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const body = {
    rider: shop.riders[0],
    bike: shop.bikes[0],
    receivedOn: '2026-11-20',
    promisedOn: '2026-11-28',
    services: ['brakes'],
    labour: '80.00',
    lines: [{ description: '刹车片', quantity: 2, unitPrice: '45.50' }],
    ...values,
  };
  return idOf(shop.fay.post('/api/records/repair-order', body));
}

export async function submitOrder(shop: Shop, id: string): Promise<void> {
  await expectOk(shop.fay.post(`/api/records/repair-order/${id}/actions/repair-order-submit`, {}, { 'idempotency-key': crypto.randomUUID() }));
}

/** Many orders, so that a list looks like one. */
export async function makeOrders(shop: Shop, count: number): Promise<readonly string[]> {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const day = String(1 + (index % 23)).padStart(2, '0');
    made.push(
      await makeOrder(shop, {
        rider: shop.riders[index % shop.riders.length],
        bike: shop.bikes[index % shop.bikes.length],
        receivedOn: `2026-11-${day}`,
        promisedOn: `2026-11-${String(Math.min(30, Number(day) + 6)).padStart(2, '0')}`,
        urgency: ['normal', 'normal', 'soon', 'now'][index % 4],
        services: [['brakes'], ['gears', 'wash'], ['wheels']][index % 3],
        labour: `${60 + (index % 7) * 35}.00`,
        complaint: '骑行时有异响，刹车偏软。',
        lines: [
          { description: ['刹车片', '链条', '外胎'][index % 3], quantity: 1 + (index % 3), unitPrice: `${38 + (index % 11) * 27}.50` },
          { description: '润滑与清洁', quantity: 1, unitPrice: '25.00' },
        ],
      }),
    );
  }
  return made;
}

async function idOf(asked: ReturnType<Person['post']>): Promise<string> {
  return (await expectOk(asked)).id as string;
}

async function expectOk(asked: ReturnType<Person['post']>) {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

const names = ['陈思远', '林晓梅', '王建国', '赵雨桐', '孙浩然', '周丽华', '吴子涵', '郑海峰', '黄婉清', '徐志明', '何静怡', '罗天成'];
const brands = ['捷安特', '美利达', '永久', '喜德盛', '大行'];
const models = ['ATX 810', '挑战者 300', '城市 7', '逐日 600', 'P8'];
