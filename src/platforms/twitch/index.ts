import type { Platform } from '../../model/platform.ts';
import { twitchLinks } from './links.ts';

export const platform: Platform = { name: 'twitch', title: 'Twitch', links: twitchLinks, readers: [] };
