import type { ChannelHistory } from '../../src/findings/history.ts';
import type { Life } from '../../src/simulate/attrition.ts';

const DAY = 86_400_000;
export const ORIGIN = Date.UTC(2019, 9, 1);

/** Simulated lives as the histories that the liveness rule would tell of them. */
export function historiesOf(lives: readonly Life[]): ChannelHistory[] {
  const ms = (days: number): number => Math.round(ORIGIN + days * DAY);
  return lives.map((life) => ({
    identity: life.name,
    channel: life.name,
    platform: life.platform,
    control: false,
    listed: false,
    operator: life.operator,
    createdAt: life.createdAt === null ? null : ms(life.createdAt),
    firstAlive: ms(life.firstAlive),
    absentBefore: null,
    watchedFrom: ms(life.firstAlive),
    observedTo: ms(life.observedTo),
    lastAlive: ms(life.lastAlive),
    state: life.lost?.kind ?? 'alive',
    episodes:
      life.lost === null
        ? []
        : [
            {
              kind: life.lost.kind,
              source: 'probes',
              after: ms(life.lost.after),
              by: ms(life.lost.by),
              until: null,
              status: null,
              evidence: [],
            },
          ],
  }));
}
