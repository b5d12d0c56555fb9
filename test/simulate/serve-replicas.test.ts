import { expect, it } from 'vitest';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { xReplica } from '../../src/simulate/replica-x.ts';
import { serveReplicas } from '../../src/simulate/serve-replicas.ts';
import { DAY, place, START, world } from './worlds.ts';

it('serves each replica on its own loopback port, at the time of the world', async () => {
  const ended = place('telegram', '1', { handle: 'lamps', endings: [{ how: 'deleted', from: START + DAY, to: null }] });
  let now = START;
  const served = await serveReplicas({ telegram: telegramReplica(world(ended)), x: xReplica(world()) }, () => now);
  try {
    expect(Object.values(served.origins).every((origin) => /^http:\/\/127\.0\.0\.1:\d+$/.test(origin))).toBe(true);
    const before = await fetch(`${served.origins['telegram']}/lamps`, { headers: { 'accept-language': 'en' } });
    expect(await before.text()).toContain('Telegram: View @lamps');
    expect(before.headers.get('date')).toBe(new Date(START).toUTCString());
    now = START + DAY;
    expect(await (await fetch(`${served.origins['telegram']}/lamps`)).text()).toContain('Telegram: Contact @lamps');
    const away = await fetch(`${served.origins['telegram']}/s/lamps`, { redirect: 'manual' });
    expect([away.status, away.headers.get('location')]).toEqual([302, 'https://t.me/lamps']);
    const refused = await fetch(`${served.origins['x']}/2/users/1`);
    expect([refused.status, JSON.parse(await refused.text()).title]).toEqual([401, 'Unauthorized']);
    expect(served.requests()).toBe(4);
  } finally {
    await served.close();
  }
  await expect(fetch(`${served.origins['x']}/`)).rejects.toThrow();
});
