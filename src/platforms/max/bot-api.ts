import type { FileReader } from '../../model/reader.ts';
import { botApiReader } from '../shared/bot-reader.ts';

/** Reads what the MAX bot API answers: messages, chats, updates, one or many. */
export const maxBotApi: FileReader = botApiReader('max', 'max-bot-api', 'answers and updates of the MAX bot API, JSON');
