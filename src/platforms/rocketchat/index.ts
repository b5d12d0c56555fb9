import type { Platform } from '../../model/platform.ts';
import { rocketchatLinks } from './links.ts';

export const platform: Platform = { name: 'rocketchat', title: 'Rocket.Chat', links: rocketchatLinks, readers: [] };
