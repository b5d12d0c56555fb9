import type { FileReader } from '../../model/reader.ts';
import { botApiReader } from '../shared/bot-reader.ts';

/** Reads what the TamTam bot API answers: messages, chats, updates, one or many. */
export const tamTamBotApi: FileReader = botApiReader('tamtam', 'tamtam-bot-api', 'answers and updates of the TamTam bot API, JSON');
