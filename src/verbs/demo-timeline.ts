import type { Rehearsed } from './demo-answer.ts';
import { between, excerpt, localTime } from './people.ts';

/** What happened in the rehearsal, as its case tells it: waves, losses, what betrayed a home, pleas and warnings, first appearance. */

export interface TimeLine {
  at: string;
  text: string;
}

export function timeline(answer: Rehearsed): TimeLine[] {
  const lines = [...waveLines(answer), ...lossLines(answer), ...signpostLines(answer), ...acceptedLines(answer), ...firstLines(answer)];
  return lines.sort((a, b) => (a.at < b.at ? -1 : 1));
}

function waveLines({ waves: found }: Rehearsed): TimeLine[] {
  return found.waves.map((wave) => {
    const end = wave.end === null ? 'and goes on' : `to ${localTime(wave.end, 'UTC')}`;
    const about = `${wave.lost} of ${wave.watched} ${wave.platform} channels, ${wave.expected.toFixed(1)} would be ordinary`;
    return { at: wave.startBy, text: `a wave (${wave.kind}) begins, ${end}: ${about}` };
  });
}

function lossLines(answer: Rehearsed): TimeLine[] {
  const byHour = new Map<string, string[]>();
  for (const line of answer.census.channels) {
    if (line.gone === null || line.gone.by < answer.watch.from) continue;
    const hour = `${line.gone.by.slice(0, 13)}:00:00Z`;
    byHour.set(hour, [...(byHour.get(hour) ?? []), line.channel]);
  }
  return [...byHour].map(([at, channels]) => {
    return { at, text: `found gone within this hour: ${some(channels, 3)}` };
  });
}

function some(channels: readonly string[], most: number): string {
  const shown = channels.slice(0, most).join(', ');
  return channels.length > most ? `${shown} and ${channels.length - most} more` : shown;
}

/** The first to point to each place that was taken under watch, and everybody who pleads or warns. */
function signpostLines(answer: Rehearsed): TimeLine[] {
  const accepted = new Set(answer.watch.accepted.map((one) => one.channel));
  const pointed = new Set<string>();
  return answer.signposts.signposts.flatMap((post) => {
    if (post.to === null || post.at < answer.watch.from) return [];
    const isFirst = accepted.has(post.to) && !pointed.has(post.to);
    pointed.add(post.to);
    if (!isFirst && post.stance !== 'warn' && post.stance !== 'calm') return [];
    const stance = post.stance === 'neutral' ? '' : ` (${post.stance})`;
    return [{ at: post.at, text: `${post.by} points to ${post.to}${stance}${post.obfuscated ? ', obfuscated' : ''}` }];
  });
}

/** What people took under watch, a line for each time. */
function acceptedLines({ watch }: Rehearsed): TimeLine[] {
  const together = new Map<string, string[]>();
  for (const { channel, at } of watch.accepted) together.set(at, [...(together.get(at) ?? []), channel]);
  return [...together].map(([at, channels]) => ({ at, text: `a person accepts ${some(channels, 4)}` }));
}

function firstLines(answer: Rehearsed): TimeLine[] {
  const told = answer.first.statements.filter(
    (statement) => statement.order.platforms !== 'only one' && statement.first.at >= answer.watch.from,
  );
  return told.map(({ first: earliest, lead, text, order }) => {
    const ahead = lead === null ? '' : `, ${between(lead.minMs, lead.maxMs)} before ${lead.over}`;
    return {
      at: earliest.at,
      text: `first seen on ${earliest.channel}${ahead} (order of platforms ${order.platforms}): “${excerpt(text, 60)}”`,
    };
  });
}
