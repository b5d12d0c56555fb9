import type { Platform } from '../../model/platform.ts';
import { whatsappLinks } from './links.ts';

export const platform: Platform = { name: 'whatsapp', title: 'WhatsApp', links: whatsappLinks, readers: [] };
