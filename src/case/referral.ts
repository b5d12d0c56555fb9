import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../evidence/files.ts';
import { type IdentityKey, identities, resolve } from '../findings/identity.ts';
import { compare, groupBy } from '../findings/order.ts';
import type { SentReferral } from '../findings/referrals.ts';
import { UserError } from '../model/errors.ts';
import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import { formatTime, parseTime } from '../model/time.ts';
import { loadPlatforms } from '../platforms/registry.ts';
import type { ReferralEntry } from '../store/case-db.ts';
import type { Lake } from '../store/lake.ts';
import { compileLinks } from '../text/links.ts';
import { type OpenCase, record } from './case.ts';
import { referredChannels } from './referral-facts.ts';
import { addressOf } from './referral-links.ts';
import { type Reason, type ReferralLanguage, type ReferredChannel, renderReferral } from './referral-text.ts';

/** Referrals: drafted here, sent by a person, followed from the sending on. Every step is an entry of the custody log. */

export interface Wanted {
  channels: readonly ChannelRef[];
  reason: Reason;
  note: string | null;
  format: 'txt' | 'md';
}

export interface Drafted {
  id: string;
  platform: string;
  channels: ReferredChannel[];
  files: { lang: ReferralLanguage; path: string; digest: string }[];
}

const LANGUAGES = ['en', 'ar'] as const;

/** Drafts one notice per platform, in both languages; its files and its log entry, with the digests of the texts, are on disk on return. */
export async function draftReferrals(open: OpenCase, lake: Lake, at: Ms, wanted: Wanted): Promise<Drafted[]> {
  const platforms = await loadPlatforms();
  const grammars = platforms.flatMap((platform) => platform.links ?? []);
  const find = compileLinks(grammars);
  const known = await referredChannels(open, lake, [...new Set(wanted.channels)], at);
  const addressed = known.map((channel): ReferredChannel => ({ ...channel, url: addressOf(channel.channel, grammars, find) }));
  const groups = [...groupBy(addressed, ({ channel }) => platformOf(channel))].sort(([a], [b]) => compare(a, b));
  return groups.flatMap(([platform, channels]) => {
    const title = platforms.find((candidate) => candidate.name === platform)?.title ?? platform;
    return draftOne(open, platform, title, channels, wanted);
  });
}

function draftOne(open: OpenCase, platform: string, addressee: string, channels: ReferredChannel[], wanted: Wanted): Drafted[] {
  const drafted: Drafted[] = [];
  record(open, 'referral', () => {
    // Inside the turn: the number is that of the entry to come.
    const id = `${open.settings.id.slice(0, 8)}-${open.db.head().entries + 1}`;
    const draft = {
      ...wanted,
      id,
      addressee,
      draftedAt: Math.floor(open.now() / 1000) * 1000,
      contact: open.settings.responsible,
      channels,
    };
    mkdirSync(join(open.folder, 'briefs'), { recursive: true, mode: 0o700 });
    const files = LANGUAGES.map((lang) => {
      const text = renderReferral(draft, lang, wanted.format);
      const path = `briefs/referral-${id}-${platform}.${lang}.${wanted.format}`;
      replaceFile(join(open.folder, path), text);
      return { lang, path, digest: createHash('sha256').update(text).digest('hex') };
    });
    drafted.push({ id, platform, channels, files });
    const { reason, note } = wanted;
    const refs = channels.map((channel) => channel.channel);
    return {
      id,
      step: 'draft',
      platform,
      channels: refs,
      reason,
      note,
      exactLinks: true,
      addresses: channels.map(({ url }) => url),
      files,
    };
  });
  return drafted;
}

/** The referral of a reference number, or of the number after its dash. */
function referralOf(open: OpenCase, id: string): ReferralEntry {
  const all = open.db.referrals();
  const found = all.find((entry) => entry.id === id) ?? all.find((entry) => entry.id.split('-')[1] === id);
  if (found !== undefined) return found;
  const known = all.length === 0 ? 'none was drafted yet' : `there are ${all.map((entry) => entry.id).join(', ')}`;
  throw new UserError(`there is no referral "${id}": ${known}`);
}

/** Starts the clock of a referral. Said again, the later time takes the place of the earlier; the log keeps both. */
export function markSent(open: OpenCase, id: string, at: Ms): ReferralEntry {
  record(open, 'referral', () => {
    const entry = referralOf(open, id);
    const answered = entry.answeredAt === null ? null : (parseTime(entry.answeredAt)?.ms ?? null);
    if (answered !== null && answered < at)
      throw new UserError(`referral ${entry.id} was answered at ${entry.answeredAt}; it cannot have been sent later than that`);
    return { id: entry.id, step: 'sent', at: formatTime(at) };
  });
  return referralOf(open, id);
}

export function markAnswered(open: OpenCase, id: string, at: Ms, answer: string | null): ReferralEntry {
  record(open, 'referral', () => {
    const entry = referralOf(open, id);
    const sent = entry.sentAt === null ? null : (parseTime(entry.sentAt)?.ms ?? null);
    if (sent === null)
      throw new UserError(`referral ${entry.id} is not marked as sent; say \`trackway refer sent ${entry.id} --at T\` first`);
    if (at < sent) throw new UserError(`referral ${entry.id} was sent at ${entry.sentAt}; it cannot have been answered before`);
    return { id: entry.id, step: 'answered', at: formatTime(at), answer };
  });
  return referralOf(open, id);
}

/** The referrals that were sent, as the finding reads them. */
export async function sentReferrals(open: OpenCase, lake: Lake, at: Ms): Promise<SentReferral[]> {
  const index = identities(await lake.bindings(at));
  return open.db.referrals().flatMap((entry): SentReferral[] => {
    const sentAt = entry.sentAt === null ? null : (parseTime(entry.sentAt)?.ms ?? null);
    if (sentAt === null) return [];
    // Whom it meant: the holder of the name when it was sent.
    const meant = (channel: ChannelRef): IdentityKey => resolve(index, channel, sentAt);
    const channels = entry.channels.map((channel) => ({ channel, identity: meant(channel) }));
    return [{ id: entry.id, platform: entry.platform, channels, sentAt }];
  });
}
