import type { NamePart } from './homes-types.ts';
import type { Random } from './random.ts';

/** Out of which words are the names of channels made? Each in three languages, so that a name can be translated. */

/** latin | arabic | arabic in Latin letters | cyrillic | cyrillic in Latin letters */
const QUALIFIERS = `
news|أخبار|akhbar|новости|novosti
voice|صوت|sawt|голос|golos
club|نادي|nadi|клуб|klub
friends|أصدقاء|asdiqa|друзья|druzya
daily|يوميات|yawmiyat|дневник|dnevnik
archive|أرشيف|arshif|архив|arkhiv
library|مكتبة|maktaba|библиотека|biblioteka
circle|حلقة|halaqa|кружок|kruzhok
echo|صدى|sada|эхо|ekho
house|دار|dar|дом|dom
notes|دفاتر|dafatir|заметки|zametki
gate|بوابة|bawaba|ворота|vorota
network|شبكة|shabaka|сеть|set
workshop|ورشة|warsha|мастерская|masterskaya
forum|منتدى|muntada|форум|forum
letters|رسائل|rasail|письма|pisma`;

const CONCEPTS = `
garden|الحديقة|alhadiqa|сад|sad
orchard|البستان|albustan|яблоня|yablonya
chess|الشطرنج|alshatranj|шахматы|shakhmaty
weather|الطقس|altaqs|погода|pogoda
poetry|القصيدة|alqasida|поэзия|poeziya
trains|القطارات|alqitarat|поезда|poezda
river|النهر|alnahr|река|reka
harbour|المرفأ|almarfa|гавань|gavan
lantern|القنديل|alqindil|фонарь|fonar
bees|النحل|alnahl|пчёлы|pchyoly
bread|الخبز|alkhubz|хлеб|khleb
stars|النجوم|alnujum|звёзды|zvyozdy
mountain|الجبل|aljabal|гора|gora
sea|البحر|albahr|море|more
market|السوق|alsuq|рынок|rynok
kites|الطائرات|altairat|змеи|zmei
clocks|الساعات|alsaat|часы|chasy
maps|الخرائط|alkharait|карты|karty
birds|الطيور|altuyur|птицы|ptitsy
tea|الشاي|alshay|чай|chay
roses|الورد|alward|розы|rozy
olives|الزيتون|alzaytun|оливки|olivki
bridge|الجسر|aljisr|мост|most
music|الموسيقى|almusiqa|музыка|muzyka
calligraphy|الخط|alkhatt|каллиграфия|kalligrafiya
coins|النقود|alnuqud|монеты|monety
stamps|الطوابع|altawabi|марки|marki
pottery|الفخار|alfakhar|керамика|keramika
weaving|النسيج|alnasij|ткачество|tkachestvo
fishing|الصيد|alsayd|рыбалка|rybalka
puzzles|الألغاز|alalghaz|загадки|zagadki
proverbs|الأمثال|alamthal|пословицы|poslovitsy
coffee|القهوة|alqahwa|кофе|kofe
rain|المطر|almatar|дождь|dozhd
snow|الثلج|althalj|снег|sneg
desert|الصحراء|alsahra|пустыня|pustynya
forest|الغابة|alghaba|лес|les
wheat|القمح|alqamh|пшеница|pshenitsa
carpets|السجاد|alsajjad|ковры|kovry
horses|الخيول|alkhuyul|лошади|loshadi
ships|السفن|alsufun|корабли|korabli
lighthouse|المنارة|almanara|маяк|mayak
recipes|الوصفات|alwasafat|рецепты|retsepty
radio|الراديو|alradyu|радио|radio
theatre|المسرح|almasrah|театр|teatr
cinema|السينما|alsinima|кино|kino
walking|المشي|almashy|прогулки|progulki
cycling|الدراجات|aldarrajat|велосипед|velosiped
gates|الأبواب|alabwab|двери|dveri
windows|النوافذ|alnawafidh|окна|okna
tiles|البلاط|albalat|изразцы|izraztsy
moon|القمر|alqamar|луна|luna
dawn|الفجر|alfajr|рассвет|rassvet
evening|المساء|almasa|вечер|vecher
spring|الربيع|alrabi|весна|vesna
autumn|الخريف|alkharif|осень|osen
island|الجزيرة|aljazira|остров|ostrov
valley|الوادي|alwadi|долина|dolina
wells|الآبار|alabar|колодцы|kolodtsy
springs|الينابيع|alyanabi|родники|rodniki
stones|الحجارة|alhijara|камни|kamni
shells|الأصداف|alasdaf|ракушки|rakushki
feathers|الريش|alrish|перья|perya
ink|الحبر|alhibr|чернила|chernila
paper|الورق|alwaraq|бумага|bumaga
books|الكتب|alkutub|книги|knigi
stories|الحكايات|alhikayat|сказки|skazki
figs|التين|altin|инжир|inzhir
almonds|اللوز|allawz|миндаль|mindal
honey|العسل|alasal|мёд|myod
salt|الملح|almilh|соль|sol
wool|الصوف|alsuf|шерсть|sherst
silk|الحرير|alharir|шёлк|shyolk
glass|الزجاج|alzujaj|стекло|steklo
copper|النحاس|alnuhas|медь|med
wood|الخشب|alkhashab|дерево|derevo
doves|الحمام|alhamam|голуби|golubi
cats|القطط|alqitat|коты|koty
camels|الجمال|aljimal|верблюды|verblyudy
turtles|السلاحف|alsalahif|черепахи|cherepakhi
clouds|الغيوم|alghuyum|облака|oblaka
wind|الريح|alrih|ветер|veter
tides|المد|almadd|приливы|prilivy
comets|المذنبات|almudhannabat|кометы|komety
mirrors|المرايا|almaraya|зеркала|zerkala
swings|الأراجيح|alarajih|качели|kacheli
toys|الألعاب|alalab|игрушки|igrushki
drums|الطبول|altubul|барабаны|barabany
flutes|الناي|alnay|флейта|fleyta
oud|العود|aloud|лютня|lyutnya
dates|التمر|altamr|финики|finiki
mint|النعناع|alnana|мята|myata
cedar|الأرز|alarz|кедр|kedr
jasmine|الياسمين|alyasmin|жасмин|zhasmin
saffron|الزعفران|alzafaran|шафран|shafran
pearls|اللؤلؤ|allulu|жемчуг|zhemchug
travel|السفر|alsafar|странствия|stranstviya
neighbours|الجيران|aljiran|соседи|sosedi
school|المدرسة|almadrasa|школа|shkola
museum|المتحف|almathaf|музей|muzey`;

function parts(table: string): readonly NamePart[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [latin = '', arabic = '', arabicInLatin = '', cyrillic = '', cyrillicInLatin = ''] = line.split('|');
      return { latin, arabic, arabicInLatin, cyrillic, cyrillicInLatin };
    });
}

/** Words that many channels have in their names. */
export const COMMON_PARTS = parts(QUALIFIERS);
export const RARE_PARTS = parts(CONCEPTS);

/** Latin, Arabic, Cyrillic. */
const SYLLABLES =
  'ba با ба,be بي бе,bo بو бо,da دا да,di دي ди,do دو до,fa فا фа,fe في фе,ga غا га,go غو го,ha ها ха,ho هو хо,ja جا джа,ka كا ка,ki كي ки,ko كو ко,la لا ла,le لي ле,lu لو лу,ma ما ма,mi مي ми,mo مو мо,na نا на,ne ني не,nu نو ну,ra را ра,ri ري ри,ro رو ро,sa سا са,se سي се,su سو су,ta تا та,ti تي ти,to تو то,va فا ва,vi في ви,ya يا я,za زا за,zi زي зи,mar مار мар,tal تال тал,bel بيل бел,dor دور дор,san سان сан,kir كير кир,lum لوم лум,nor نور нор,ven فين вен'
    .split(',')
    .map((triple) => triple.split(' '));

/** A name that means nothing in any language, as places and people have them. */
export function properPart(random: Random): NamePart {
  const chosen = Array.from({ length: 2 + random.int(2) }, () => random.pick(SYLLABLES));
  const spelled = (column: number): string => chosen.map((triple) => triple[column] ?? '').join('');
  const latin = spelled(0);
  return { latin, arabic: spelled(1), arabicInLatin: latin, cyrillic: spelled(2), cyrillicInLatin: latin };
}
