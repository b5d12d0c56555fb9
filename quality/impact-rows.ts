import type { ChannelHistory } from '../src/findings/history.ts';
import { identities } from '../src/findings/identity.ts';
import { type Impact, impactBuilder } from '../src/findings/impact.ts';
import { platformHosts } from '../src/findings/impact-domains.ts';
import type { MemberDays, Panel } from '../src/findings/impact-panel.ts';
import { windowsOf } from '../src/findings/impact-windows.ts';
import { platformOf } from '../src/model/ref.ts';
import { telegramLinks } from '../src/platforms/telegram/links.ts';
import type { ActionChannel, ActionWorld } from '../src/simulate/interventions.ts';
import type { PanelUnit } from '../src/simulate/interventions-panels.ts';

/** From simulated worlds to the rows that an impact report reads: what a watch with a look every six hours would have known. */

const HOUR = 3_600_000;
const LOOK = 6 * HOUR;

export function reportOf(world: ActionWorld, windowDays = 30, gap = { before: 0, after: 0 }): Impact {
  const firstPosts = new Map<string, number>();
  const { posts } = world;
  for (let i = 0; i < posts.length; i += 1) {
    const channel = posts.channel[i] ?? '';
    firstPosts.set(channel, Math.min(firstPosts.get(channel) ?? Number.POSITIVE_INFINITY, posts.at[i] ?? 0));
  }
  const histories = world.channels.map((channel) =>
    historyOf(channel, firstPosts.get(channel.channel) ?? Number.POSITIVE_INFINITY, world.hostsFrom, world.action.asOf),
  );
  const builder = impactBuilder({
    at: world.action.at,
    asOf: world.action.asOf,
    windowDays,
    gap,
    histories,
    roster: new Set(world.channels.filter((channel) => channel.rostered).map((channel) => channel.channel)),
    network: new Set(world.channels.map((channel) => channel.channel)),
    comparison: null,
    looks: [],
    index: identities([]),
    hosts: platformHosts([telegramLinks]),
  });
  builder.addPosts(posts);
  const shift = Math.round((world.hostsFrom - builder.windows.start) / (24 * HOUR));
  builder.addHosts(world.hosts.map((row) => ({ ...row, day: row.day + shift })));
  return builder.finish();
}

function historyOf(channel: ActionChannel, firstPost: number, from: number, asOf: number): ChannelHistory {
  const lastAlive = Math.max(channel.createdAt, Math.floor((channel.endedAt ?? asOf) / LOOK) * LOOK);
  const by = channel.endedAt === null ? null : Math.ceil(channel.endedAt / LOOK) * LOOK;
  return {
    identity: channel.channel,
    channel: channel.channel,
    platform: platformOf(channel.channel),
    control: false,
    listed: false,
    operator: null,
    createdAt: channel.creationTold ? channel.createdAt : null,
    firstAlive: Math.min(firstPost, Math.ceil(Math.max(channel.createdAt, from) / LOOK) * LOOK),
    absentBefore: null,
    watchedFrom: channel.createdAt,
    observedTo: asOf,
    lastAlive,
    state: by !== null && by <= asOf ? 'gone' : 'alive',
    episodes:
      by !== null && by <= asOf
        ? [{ kind: 'gone', source: 'probes', after: lastAlive, by, until: null, status: 'absent', evidence: [] }]
        : [],
  };
}

/** A panel of simulated units as the comparison reads it. */
export function panelOf(units: readonly PanelUnit[]): Panel {
  const days = (units[0]?.posts.length ?? 0) / 2;
  const at = Date.UTC(2019, 10, 22);
  const windows = windowsOf({
    at,
    asOf: at + days * 24 * HOUR,
    windowDays: days,
    gap: { before: 0, after: 0 },
    earliest: at - days * 24 * HOUR,
  });
  return {
    windows,
    identities: units.map((_, i) => `telegram:#${i}`),
    days: units.map((unit): MemberDays => ({ organic: unit.posts, forwarded: null, outlinks: null })),
    posts: [],
    groups: [],
  };
}
