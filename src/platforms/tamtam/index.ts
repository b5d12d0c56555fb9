import type { Platform } from '../../model/platform.ts';
import { tamTamBotApi } from './bot-api.ts';
import { tamTamLinks } from './links.ts';
import { tamTamWatch } from './watch.ts';

export const platform: Platform = { name: 'tamtam', title: 'TamTam', links: tamTamLinks, readers: [tamTamBotApi], watch: tamTamWatch };
