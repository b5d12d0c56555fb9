/** Where do posts lead out to? Hosts as registrable domains, each with a plain class. */

import { parse } from 'tldts';
import type { LinkGrammar } from '../model/link.ts';
import { platformOf } from '../model/ref.ts';
import type { HostRow } from '../model/rows.ts';
import { count, type Panel, type PanelBuilder } from './impact-panel.ts';
import { DAY } from './impact-windows.ts';
import { compare } from './order.ts';

export const DOMAIN_CLASSES = [
  'messenger',
  'social',
  'video',
  'file',
  'paste',
  'archive',
  'shortener',
  'blog',
  'news',
  'address',
  'community',
  'other',
] as const;
export type DomainClass = (typeof DOMAIN_CLASSES)[number];

/** What the platforms that Trackway knows are, for the reader of a table; one that is not listed is a `community`. */
const PLATFORM_CLASSES: readonly (readonly [DomainClass, string])[] = [
  [
    'messenger',
    'telegram tamtam max whatsapp signal threema wire session simplex deltachat viber line keybase discord guilded stoat matrix rocketchat xmpp irc',
  ],
  ['social', 'x facebook instagram threads vk ok reddit lemmy mastodon bluesky nostr gab gettr truthsocial mewe minds'],
  ['video', 'youtube rumble bitchute odysee tiktok twitch kick'],
  ['file', 'file'],
  ['paste', 'paste'],
];

/** Domains that are no platform of Trackway's. Short on purpose: what is not here and not known otherwise is `other`. */
const LISTED: readonly (readonly [DomainClass, string])[] = [
  [
    'archive',
    'archive.today archive.ph archive.is archive.li archive.fo archive.md archive.vn ghostarchive.org perma.cc webcitation.org conifer.rhizome.org megalodon.jp',
  ],
  ['shortener', 'bit.ly tinyurl.com goo.gl ow.ly is.gd v.gd cutt.ly shorturl.at rebrand.ly t.ly buff.ly rb.gy clck.ru tiny.cc adf.ly t.co'],
  ['video', 'vimeo.com dailymotion.com rutube.ru streamable.com vid.me peertube.tv'],
  ['blog', 'medium.com wordpress.com substack.com tumblr.com livejournal.com'],
  [
    'news',
    'reuters.com apnews.com afp.com bbc.com bbc.co.uk aljazeera.com aljazeera.net theguardian.com nytimes.com cnn.com dw.com france24.com rt.com tass.ru tass.com ria.ru interfax.ru',
  ],
];

/** Whose subdomains are sites of their own though the Public Suffix List does not say so. */
const SHARED_HOSTS: ReadonlySet<string> = new Set(['wordpress.com', 'substack.com', 'tumblr.com', 'livejournal.com']);

const CLASS_OF_PLATFORM = table(PLATFORM_CLASSES);
const CLASS_OF_DOMAIN = table(LISTED);

function table(lists: readonly (readonly [DomainClass, string])[]): ReadonlyMap<string, DomainClass> {
  return new Map(lists.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)));
}

/** Which platform a host belongs to, read off the link grammars: exact hosts, and hosts under a domain (`*.t.me`). */
export interface PlatformHosts {
  exact: ReadonlyMap<string, string>;
  under: ReadonlyMap<string, string>;
}

export function platformHosts(grammars: readonly LinkGrammar[]): PlatformHosts {
  const exact = new Map<string, string>();
  const under = new Map<string, string>();
  for (const grammar of [...grammars].sort((a, b) => compare(a.platform, b.platform))) {
    for (const host of grammar.rules.flatMap((rule) => rule.on)) {
      if (/^[a-z0-9.-]+\.[a-z0-9-]+$/.test(host)) exact.set(host, grammar.platform);
      else if (/^\*\.[a-z0-9.-]+\.[a-z0-9-]+$/.test(host)) under.set(host.slice(2), grammar.platform);
    }
  }
  return { exact, under };
}

export interface Place {
  /** Registrable, in ASCII; an IP address as it is. */
  domain: string;
  class: DomainClass;
  platform: string | null;
}

/**
 * `m.youtube.com` → `youtube.com`, video. Sites on shared hosts (the private part of the Public Suffix List) are domains of
 * their own: `room.blogspot.com`; so are those of a few hosts that the list leaves out. Null for what is no host.
 */
export function placeOf(written: string, hosts: PlatformHosts): Place | null {
  const host = hostIn(written);
  if (host === null) return null;
  const { domain, isIp, isPrivate } = parse(host, { allowPrivateDomains: true });
  if (isIp === true) return { domain: host.replace(/^\[|\]$/g, ''), class: 'address', platform: null };
  if (domain === null) return null;
  if (SHARED_HOSTS.has(domain) && host !== domain && host !== `www.${domain}`)
    return { domain: `${labelUnder(host, domain)}.${domain}`, class: 'blog', platform: null };
  const platform = platformOfHost(host, domain, hosts);
  const kind = CLASS_OF_DOMAIN.get(domain) ?? (platform === null ? null : (CLASS_OF_PLATFORM.get(platform) ?? 'community'));
  return { domain, class: kind ?? (isPrivate === true ? 'blog' : 'other'), platform };
}

/** `www.room.wordpress.com`, `wordpress.com` → `room`. */
function labelUnder(host: string, domain: string): string {
  return (
    host
      .slice(0, -domain.length - 1)
      .split('.')
      .at(-1) ?? ''
  );
}

/** Ports, names of users and letters beyond ASCII are read as a browser reads them. */
function hostIn(written: string): string | null {
  try {
    const bare = written.startsWith('[') ? written : written.replace(/[.,;:!'")\]}»،؛]+$/u, '');
    const { hostname } = new URL(`http://${bare}`);
    return hostname.replace(/\.$/, '');
  } catch {
    return null;
  }
}

function platformOfHost(host: string, domain: string, hosts: PlatformHosts): string | null {
  const plain = host.replace(/^(?:www|m|mobile)\./, '');
  return (
    hosts.exact.get(host) ?? hosts.exact.get(plain) ?? hosts.under.get(host.slice(host.indexOf('.') + 1)) ?? hosts.under.get(domain) ?? null
  );
}

export interface OutlinkLine {
  domain: string;
  class: DomainClass;
  platform: string | null;
  /** Pairs of post and host in the windows, by the network and by the roster. */
  before: number;
  after: number;
  rosterBefore: number;
  rosterAfter: number;
}

export interface Outlinks {
  lines: OutlinkLine[];
  /** Links to the channel's own platform: not counted above. */
  ownPlatform: { before: number; after: number };
  /** Hosts that could not be read as such. */
  unreadable: number;
}

export interface OutlinkCollector {
  add(rows: readonly HostRow[]): void;
  finish(): Outlinks;
}

/**
 * Counts outlinks by domain in both windows and by channel and day in `panel`. Rows must have been asked for from
 * `windows.start` on, so that their days are places in its arrays.
 */
export function outlinkCollector(
  panel: Panel,
  memberOf: PanelBuilder['memberOf'],
  groups: { roster: ReadonlySet<number>; network: ReadonlySet<number> },
  hosts: PlatformHosts,
): OutlinkCollector {
  const { windows, days } = panel;
  const places = new Map<string, Place | null>();
  const lines = new Map<string, OutlinkLine>();
  const ownPlatform = { before: 0, after: 0 };
  let unreadable = 0;
  const placeKept = (host: string): Place | null => {
    const kept = places.get(host);
    if (kept !== undefined) return kept;
    const place = placeOf(host, hosts);
    places.set(host, place);
    return place;
  };
  const addOne = (row: HostRow): void => {
    const member = memberOf(row.channel, row.nativeId, windows.start + row.day * DAY);
    if (member < 0 || row.day < 0 || row.day >= windows.after.to) return;
    const place = placeKept(row.host);
    const side = sideOf(windows, row.day);
    const inNetwork = groups.network.has(member);
    if (place === null) unreadable += row.posts;
    else if (place.platform !== null && place.platform === platformOf(row.channel)) {
      if (side !== null && inNetwork) ownPlatform[side] += row.posts;
    } else {
      count(days[member], 'outlinks', row.day, windows.after.to, row.posts);
      if (side !== null && inNetwork) addTo(lines, place, side, row.posts, groups.roster.has(member));
    }
  };
  return {
    add: (rows) => rows.forEach(addOne),
    finish: () => ({
      lines: [...lines.values()].sort((a, b) => b.before + b.after - a.before - a.after || compare(a.domain, b.domain)),
      ownPlatform,
      unreadable,
    }),
  };
}

function sideOf({ before, after }: Panel['windows'], day: number): 'before' | 'after' | null {
  if (day >= before.from && day < before.to) return 'before';
  return day >= after.from && day < after.to ? 'after' : null;
}

/** A domain whose hosts are of several classes (a search engine's and its file store) stands once for each. */
function addTo(lines: Map<string, OutlinkLine>, place: Place, side: 'before' | 'after', posts: number, ofRoster: boolean): void {
  const key = `${place.domain} ${place.class} ${place.platform ?? ''}`;
  const line = lines.get(key) ?? { ...place, before: 0, after: 0, rosterBefore: 0, rosterAfter: 0 };
  lines.set(key, line);
  line[side] += posts;
  if (ofRoster) line[side === 'before' ? 'rosterBefore' : 'rosterAfter'] += posts;
}
