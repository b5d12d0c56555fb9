import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { GOOD, KEY } from '../net/certificates.ts';
import { type Serving, serveOn } from '../net/serving.ts';

/** A mail server on loopback, as small as one can be. */

export interface Mailbox extends Serving {
  /** Messages taken, as they came. */
  messages: string[];
  /** Commands of all sessions, what is said in the open marked with a leading `plain `. */
  commands: string[];
}

export interface MailRules {
  /** Offers STARTTLS. */
  tls: boolean;
  /** `user password`; null: no login. */
  login: string | null;
  /** What is answered to each message, in turn; the last for ever. */
  answers: string[];
}

export async function serveMail(given: Partial<MailRules> = {}): Promise<Mailbox> {
  const rules: MailRules = { tls: true, login: null, answers: ['250 taken'], ...given };
  const messages: string[] = [];
  const commands: string[] = [];
  let answered = 0;
  const take = (message: string): string => {
    const answer = rules.answers[Math.min(answered, rules.answers.length - 1)] ?? '';
    answered += 1;
    if (answer.startsWith('2')) messages.push(message);
    return answer;
  };
  const talk = (socket: Socket, secure: boolean): void => {
    socket.on('error', () => undefined);
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const obey = (line: string): void => {
      commands.push(`${secure ? '' : 'plain '}${line}`);
      say(replyTo(line, secure, rules));
      if (!rules.tls || !/^starttls/i.test(line)) return;
      socket.removeAllListeners('data');
      talk(new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ key: KEY, cert: GOOD }) }), true);
    };
    readParts(socket, obey, (message) => say(take(message)));
    if (!secure) say('220 mail.test ESMTP');
  };
  return { ...(await serveOn(createServer((socket) => talk(socket, false)))), messages, commands };
}

/** Lines, and after DATA a message up to its dot. */
function readParts(socket: Socket, command: (line: string) => void, message: (text: string) => void): void {
  let text = '';
  let end = '\r\n';
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString();
    for (let at = text.indexOf(end); at !== -1; at = text.indexOf(end)) {
      const part = text.slice(0, at);
      text = text.slice(at + end.length);
      const isMessage = end !== '\r\n';
      end = !isMessage && /^data$/i.test(part) ? '\r\n.\r\n' : '\r\n';
      if (isMessage) message(part);
      else command(part);
    }
  });
}

function replyTo(line: string, secure: boolean, { tls, login }: MailRules): string {
  const word = line.slice(0, 4).toUpperCase();
  if (word === 'AUTH') {
    const [, , code = ''] = line.split(' ');
    const given = Buffer.from(code, 'base64').toString().split('\0').slice(1).join(' ');
    return given === login ? '235 welcome' : `535 not ${code}`;
  }
  if (word !== 'EHLO') return { STAR: tls ? '220 go on' : '502 not here', DATA: '354 go on', QUIT: '221 bye' }[word] ?? '250 fine';
  const lines = ['mail.test', ...(tls && !secure ? ['STARTTLS'] : []), ...(login === null ? [] : ['AUTH PLAIN'])];
  return lines.map((text, index) => `250${index === lines.length - 1 ? ' ' : '-'}${text}`).join('\r\n');
}
