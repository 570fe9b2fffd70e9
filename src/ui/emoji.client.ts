/** The few hundred emoji that people use most, with words to find them by; loaded when somebody first types a colon. */
const table = [
  '😀 grinning|😃 smiley|😄 smile|😁 grin|😆 laughing|😅 sweat smile|😂 joy tears',
  '🤣 rolling on the floor laughing|🙂 slight smile|🙃 upside down|😉 wink|😊 blush|😇 innocent halo',
  '🥰 smiling with hearts|😍 heart eyes|🤩 star struck|😘 kiss|😋 yum|😛 tongue|😜 winking tongue|🤪 zany|🤗 hug',
  '🤭 hand over mouth|🤫 shush|🤔 thinking|🤐 zipper mouth|🤨 raised eyebrow|😐 neutral|😑 expressionless',
  '😶 no mouth|😏 smirk|😒 unamused|🙄 rolling eyes|😬 grimace|😌 relieved|😔 pensive|😪 sleepy|😴 sleeping',
  '😷 mask|🤒 thermometer ill|🤕 bandage hurt|🤢 nauseated|🤧 sneeze|🥵 hot face|🥶 cold face|🥴 woozy|😵 dizzy',
  '🤯 mind blown exploding head|🤠 cowboy|🥳 party face|😎 cool sunglasses|🤓 nerd|🧐 monocle|😕 confused',
  '😟 worried|🙁 frown|😮 open mouth|😲 astonished|😳 flushed|🥺 pleading|😨 fearful|😰 anxious sweat',
  '😥 sad relieved|😢 cry|😭 sob|😱 scream|😖 confounded|😞 disappointed|😓 downcast sweat|😩 weary|😫 tired',
  '🥱 yawn|😤 triumph steam|😡 rage|😠 angry|💀 skull|💩 poop|🤡 clown|👻 ghost|👽 alien|🤖 robot|😺 cat smile',
  '🙈 see no evil monkey|🙉 hear no evil monkey|🙊 speak no evil monkey|💋 kiss mark|💌 love letter',
  '💘 heart with arrow|💝 heart with ribbon|💖 sparkling heart|💔 broken heart|❤️ heart red|🧡 heart orange',
  '💛 heart yellow|💚 heart green|💙 heart blue|💜 heart purple|🤎 heart brown|🖤 heart black|🤍 heart white',
  '💯 hundred points|💥 boom collision|💫 dizzy star|💦 sweat drops|💨 dash|💬 speech bubble|💭 thought bubble',
  '💤 zzz|👋 wave|✋ raised hand|🖖 vulcan|👌 ok hand|🤌 pinched fingers|✌️ victory|🤞 crossed fingers',
  '🤟 love you gesture|🤘 horns rock|👈 point left|👉 point right|👆 point up|👇 point down',
  '👍 thumbs up plus one yes|👎 thumbs down minus one no|✊ fist|👊 punch|👏 clap|🙌 raised hands',
  '👐 open hands|🤝 handshake|🙏 pray thanks folded hands|✍️ writing hand|💪 muscle strong|👂 ear',
  '👀 eyes looking|🧠 brain|👶 baby|🧑 person|👨 man|👩 woman|👴 old man|👵 old woman|🤷 shrug|🤦 facepalm',
  '🙋 raising hand|🙅 gesturing no|🙆 gesturing ok|🙇 bow|💁 tipping hand|🚶 walking|🏃 running|💃 dancing',
  '🕺 man dancing|🚴 cyclist bike|🏊 swimming|🧘 yoga|👥 people|👪 family|🐶 dog|🐱 cat|🐭 mouse|🐹 hamster',
  '🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐯 tiger|🦁 lion|🐮 cow|🐷 pig|🐸 frog|🐵 monkey|🐔 chicken|🐧 penguin|🐦 bird',
  '🐤 chick|🦉 owl|🦄 unicorn|🐝 bee|🐛 bug|🦋 butterfly|🐌 snail|🐞 ladybug|🐢 turtle|🐍 snake|🐙 octopus',
  '🐬 dolphin|🐳 whale|🐟 fish|🐘 elephant|🐎 horse|🌵 cactus|🎄 christmas tree|🌲 evergreen tree|🌳 tree',
  '🌱 seedling|🌿 herb|🍀 clover luck|🍁 maple leaf|🍂 fallen leaves|🌷 tulip|🌹 rose|🌻 sunflower|🌼 blossom',
  '🌍 earth globe|🌙 moon|⭐ star|🌟 glowing star|✨ sparkles|⚡ lightning zap|🔥 fire|🌈 rainbow|☀️ sun',
  '⛅ partly sunny|☁️ cloud|🌧️ rain|❄️ snowflake|⛄ snowman|💧 droplet water|🌊 wave water|☔ umbrella',
  '🍎 apple|🍐 pear|🍊 orange tangerine|🍋 lemon|🍌 banana|🍉 watermelon|🍇 grapes|🍓 strawberry|🍒 cherries',
  '🍑 peach|🥑 avocado|🍅 tomato|🥕 carrot|🌶️ hot pepper|🍄 mushroom|🍞 bread|🧀 cheese|🥚 egg|🍔 hamburger',
  '🍟 fries|🍕 pizza|🥗 salad|🍜 noodles|🍣 sushi|🍦 ice cream|🍩 doughnut|🍪 cookie|🎂 birthday cake|🍰 cake',
  '🍫 chocolate|☕ coffee|🍵 tea|🍺 beer|🍻 cheers beers|🍷 wine|🥂 clinking glasses|🍽️ plate dinner',
  '🎉 tada party|🎊 confetti|🎈 balloon|🎁 gift present|🏆 trophy|🥇 gold medal first|🥈 silver medal second',
  '🥉 bronze medal third|⚽ football soccer|🏀 basketball|🎾 tennis|🎯 target dart|🎲 dice|🎮 video game',
  '🎨 art palette|🎵 music note|🎸 guitar|🎬 clapper film|📷 camera|🚗 car|🚕 taxi|🚌 bus|🚓 police car',
  '🚑 ambulance|🚒 fire engine|🚚 truck delivery|🚲 bicycle bike|🛴 scooter|🚆 train|✈️ airplane',
  '🚀 rocket ship|🚢 ship|⛵ sailboat|⚓ anchor|🚧 construction|🚦 traffic light|🏠 house|🏢 office building',
  '🏭 factory|🏥 hospital|🏖️ beach|⛰️ mountain|🗺️ map|⌚ watch|📱 phone mobile|💻 laptop|🖥️ desktop computer',
  '🖨️ printer|🔋 battery|🔌 plug|💡 bulb idea|🔦 torch flashlight|🕯️ candle|🧯 fire extinguisher|💰 money bag',
  '💳 credit card|🧾 receipt|✉️ envelope|📧 email|📨 incoming mail|📦 package|📫 mailbox|📝 memo note|📁 folder',
  '📅 calendar date|📈 chart up|📉 chart down|📊 bar chart|📌 pin|📎 paperclip|📏 ruler|✂️ scissors|🔒 lock',
  '🔓 unlock|🔑 key|🔨 hammer|🔧 wrench|🪛 screwdriver|⚙️ gear|🔩 nut and bolt|🧲 magnet|🧪 test tube',
  '🔬 microscope|🔭 telescope|💊 pill|🩹 plaster bandage|🧹 broom|🧺 basket|🛒 shopping cart|📢 loudspeaker',
  '📣 megaphone|🔔 bell|🔕 bell off mute|🔍 search magnifier|🔗 link chain|📖 book open|📚 books|🏷️ label tag',
  '🗑️ wastebasket trash|⏰ alarm clock|⏳ hourglass|⏱️ stopwatch|✅ check mark done|✔️ check|❌ cross mark',
  '❗ exclamation|❓ question mark|⚠️ warning|🚫 prohibited|⛔ no entry|♻️ recycle|➕ plus|➖ minus',
  '➡️ arrow right|⬅️ arrow left|⬆️ arrow up|⬇️ arrow down|🔄 arrows circle refresh|🔁 repeat|▶️ play',
  '⏸️ pause|⏹️ stop|🆕 new|🆗 ok|🆘 sos|🔴 red circle|🟠 orange circle|🟡 yellow circle|🟢 green circle',
  '🔵 blue circle|🟣 purple circle|⚫ black circle|⚪ white circle|🟥 red square|🟩 green square',
  '🟦 blue square|🔶 orange diamond|🏁 finish flag|🚩 red flag|🏳️ white flag|🏴 black flag|🏳️‍🌈 rainbow flag',
].join('|')

type Emoji = { sign: string; name: string }

const all: readonly Emoji[] = table.split('|').map((line) => {
  const space = line.indexOf(' ')
  return { sign: line.slice(0, space), name: line.slice(space + 1) }
})

/** Emoji by the beginning of their words, those whose name begins so first; `_`, `-` and blanks are the same. */
export function findEmoji(typed: string, most: number): readonly Emoji[] {
  const words = typed
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const found = all.filter(({ name }) => words.every((word) => ` ${name}`.includes(` ${word}`)))
  const first = words.join(' ')
  return [
    ...found.filter(({ name }) => name.startsWith(first)),
    ...found.filter(({ name }) => !name.startsWith(first)),
  ].slice(0, most)
}
