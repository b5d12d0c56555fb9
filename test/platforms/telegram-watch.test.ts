import { describe } from 'vitest';
import { telegramWatch } from '../../src/platforms/telegram/watch.ts';
import { conforms } from './conformance.ts';
import { embedCases, inviteCases, pageCases, previewCases } from './telegram-watch-cases.ts';

describe('Telegram by its web preview', () => conforms(telegramWatch, [...pageCases, ...previewCases, ...embedCases, ...inviteCases]));
