/** Which words does the replica of Telegram's web preview use? English, and German for whoever does not ask for English. */

export interface Words {
  lang: string;
  view: (name: string) => string;
  contact: (name: string) => string;
  subscribers: (count: string, one: boolean) => string;
  members: (count: string, online: string | null) => string;
  open: string;
  message: string;
  startBot: string;
  joinChannel: string;
  joinGroup: string;
  preview: string;
  ifYouHave: (what: 'contact' | 'view' | 'join') => string;
  deadInvite: (group: boolean) => string;
  forwarded: string;
  edited: string;
  notFound: string;
  restricted: Record<'terms' | 'sensitive' | 'device', string>;
}

const EN: Words = {
  lang: 'en',
  view: (name) => `Telegram: View @${name}`,
  contact: (name) => `Telegram: Contact @${name}`,
  subscribers: (count, one) => `${count} ${one ? 'subscriber' : 'subscribers'}`,
  members: (count, online) => (online === null ? `${count} members` : `${count} members, ${online} online`),
  open: 'View in Telegram',
  message: 'Send Message',
  startBot: 'Start Bot',
  joinChannel: 'Join Channel',
  joinGroup: 'Join Group',
  preview: 'Preview channel',
  ifYouHave: (what) =>
    `If you have <strong>Telegram</strong>, you can ${{ contact: 'contact', view: 'view and join', join: 'join right away' }[what]}`,
  deadInvite: (group) => (group ? 'Join group chat on Telegram' : 'Join channel on Telegram'),
  forwarded: 'Forwarded from',
  edited: 'edited',
  notFound: 'Post not found',
  restricted: {
    terms: 'This channel can’t be displayed because it violated Telegram’s Terms of Service.',
    sensitive: 'This channel can’t be displayed because it was used to spread pornographic content.',
    device: 'Sorry, this group is temporarily inaccessible on your device to give its moderators time to clean up.',
  },
};

const DE: Words = {
  lang: 'de',
  view: (name) => `Telegram: @${name} ansehen`,
  contact: (name) => `Telegram: @${name} kontaktieren`,
  subscribers: (count, one) => `${count} ${one ? 'Abonnent' : 'Abonnenten'}`,
  members: (count, online) => (online === null ? `${count} Mitglieder` : `${count} Mitglieder, ${online} online`),
  open: 'In Telegram öffnen',
  message: 'Nachricht senden',
  startBot: 'Bot starten',
  joinChannel: 'Kanal beitreten',
  joinGroup: 'Gruppe beitreten',
  preview: 'Kanalvorschau',
  ifYouHave: (what) =>
    `Wenn du <strong>Telegram</strong> hast, kannst du ${{ contact: 'hier schreiben', view: 'dies ansehen und beitreten', join: 'sofort beitreten' }[what]}`,
  deadInvite: (group) => (group ? 'Einem Gruppenchat auf Telegram beitreten' : 'Einem Kanal auf Telegram beitreten'),
  forwarded: 'Weitergeleitet von',
  edited: 'bearbeitet',
  notFound: 'Beitrag nicht gefunden',
  restricted: {
    terms: 'Dieser Kanal kann nicht angezeigt werden, weil er gegen die Nutzungsbedingungen von Telegram verstoßen hat.',
    sensitive: 'Dieser Kanal kann nicht angezeigt werden, weil dort pornografische Inhalte verbreitet wurden.',
    device: 'Diese Gruppe ist auf deinem Gerät vorübergehend nicht erreichbar.',
  },
};

/** By the header `Accept-Language`; English where nothing is asked for. */
export function wordsFor(acceptLanguage: string | undefined): Words {
  return acceptLanguage === undefined || /^\s*(?:en\b|\*)/i.test(acceptLanguage) ? EN : DE;
}

/** `11110268` → `11 110 268`; some pages part thousands by a space, some by a no-break one. */
export function exactCount(count: number, separator: string): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, separator);
}

/** `12_534_000` → `12.5M`, `1234` → `1.23K`. */
export function roundedCount(count: number): string {
  if (count < 1000) return String(count);
  const [unit, letter] = count < 999_500 ? [1e3, 'K'] : [1e6, 'M'];
  const value = count / unit;
  return `${Number(value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0))}${letter}`;
}

export function escapeHtml(text: string): string {
  return /[&<>"]/.test(text)
    ? text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? letter)
    : text;
}
