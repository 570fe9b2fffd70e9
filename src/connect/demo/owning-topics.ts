import { allModels as all, type Topic } from './topic.ts'

/** Questions about owning: battery, app, updates, keys, orders, workshops. */
export const owningTopics: readonly Topic[] = [
  {
    tags: ['battery', 'cold', 'firmware-4.2'],
    models: ['Tide 3', 'Cairn', 'Loop', 'Tide 2'],
    mixed: true,
    titles: [
      '{model} shows {percent} % and then switches off below {temp} °C',
      '{model} cuts out on cold mornings with {percent} % left',
      'Battery of my {model} gives up at {temp} °C since the update',
      'Is {percent} % really {percent} % in winter? {model} says no',
    ],
    seen: [
      'Twice this week I pushed the bike up the last hill. The display said {percent} %, then black.',
      'On {route} it went from {percent} % to nothing within a minute.',
      'Since version 4.2 it switches off at about {temp} °C, always on a climb.',
      'After ten minutes indoors it wakes up again and claims {percent} % as if nothing had happened.',
    ],
    tried: [
      'The battery is two winters old and has done {km} km.',
      'I charged it fully {when} and it still happened.',
      'A friend with the same bike and version 4.1 has no such trouble.',
      'It does not happen above ten degrees.',
    ],
    asks: [
      'Is the pack dying, or is it the software?',
      'Does anybody else see this, and is there a way round it?',
      'Should I go to a workshop or wait for an update?',
    ],
    answers: [
      'Keep the battery indoors until you leave. Mine sat on a shelf over the radiator for an hour and I got 31 km at −6 °C.',
      'I logged it: off at 3 °C with 41 %, off at 0 °C with 47 %, fine at 8 °C. So the colder, the earlier.',
      'If it does cut off, take the battery out, hold it inside your jacket for five minutes and put it back. It comes up again with most of what it showed before.',
      'Ride the first two kilometres in Eco. The pack warms itself and the cut-off stays away. Not a fix, but it gets me to work.',
    ],
    official:
      'It is the software, not your pack. We measured four batteries at −4 °C: the cells are sound. Version 4.2 switches off at a voltage that a cold battery reaches long before it is empty. Version 4.2.1 puts this right. Until then a battery that leaves home warm will not cut off on rides under an hour.',
  },
  {
    tags: ['app', 'bluetooth'],
    models: all,
    titles: [
      'App loses the {model} after every stop',
      '{model} not found by the app since {since}',
      'App shows yesterday’s place of my {model}',
      'How do I pair a second phone with the {model}?',
    ],
    seen: [
      'The app says “no bike near you” while I stand next to it.',
      'After every coffee stop I have to pair it again.',
      'The map shows where the bike was {when}, not where it is.',
      'My partner and I share the bike, and only one phone can unlock it.',
    ],
    tried: [
      'Removing the bike and adding it again helps for a day.',
      'Bluetooth is on and the app may use the location.',
      'Phone restarted, bike restarted, app installed anew.',
      'Both of us run the newest app.',
    ],
    asks: [
      'What am I missing?',
      'Is there a log that I could send?',
      'Can this work without giving the app my location all day?',
    ],
    answers: [
      'Turn off battery saving for the app. Android puts it to sleep after five minutes and the bike is gone.',
      'Hold the power button for eight seconds until the light blinks twice. That clears the old pairing, then add the bike again.',
      'A second phone works when the first one shares the bike: Bike, People, Share. The second must not pair by itself.',
      '“Only while using the app” is enough for the location. I have had it so for a year.',
    ],
  },
  {
    tags: ['theft', 'lock'],
    models: all,
    titles: [
      'Lost the second key of my {model}',
      'Which lock for the {model} in {place}?',
      'Can {company} switch off a stolen {model}?',
      'Lock of the {model} jams when it freezes',
    ],
    seen: [
      'I have one key left and sleep badly.',
      'The bike will stand at the station all day.',
      'It was taken {when} in front of the library.',
      'At minus degrees the key turns halfway and then stops.',
    ],
    tried: [
      'The key number is on the invoice, I hope.',
      'Two locks, one through each wheel, so far.',
      'The police have the frame number.',
      'Graphite spray helped once.',
    ],
    asks: ['How do I get another key, and how long does it take?', 'What do you trust?', 'What else can I do tonight?'],
    answers: [
      'Send the key number and a photo of the invoice to rider care. Mine came in six days.',
      'One heavy chain through frame and stand, the frame lock for the wheel. Thieves want the easy one.',
      'Mark it as stolen in the app. It stays locked for help and will not pair with another phone.',
      'Warm the key with a lighter, turn, then a drop of lock oil, never grease. It has worked for three winters.',
    ],
  },
  {
    tags: ['firmware-4.2', 'update'],
    models: ['Tide 3', 'Cairn', 'Porter', 'Loop'],
    titles: [
      'Update to 4.2 stops at {percent} % on the {model}',
      'What changed in 4.2 for the {model}?',
      '{model} starts slower since the update',
      'Can I go back to 4.1 on my {model}?',
    ],
    seen: [
      'The bar reaches {percent} % and stays there for an hour.',
      'The notes say “improvements”, which could be anything.',
      'The help comes half a second later than before.',
      'I liked how it rode until {since}.',
    ],
    tried: [
      'Phone next to the bike, battery full, three tries.',
      'I reset the bike and nothing changed.',
      'A friend’s bike with 4.1 starts at once.',
      'I read the help pages twice.',
    ],
    asks: ['Is it safe to interrupt it?', 'Is there a proper list of changes?', 'Who else feels it?'],
    answers: [
      'You can interrupt it: the bike keeps the old version until the new one is whole. Mine went through with the phone in flight mode and Bluetooth on.',
      'I made a list from the release notes of the last year. The cold cut-off and the soft start are the two that you feel.',
      'It is the new soft start. Workshops can set it back to direct, it is one value.',
      'Going back is not possible by yourself, the workshop can for a reason.',
    ],
    official:
      'Interrupting an update does no harm. The full list of changes is now in the release notes, and from the next version on we will say what you will feel.',
  },
  {
    tags: ['service', 'workshop'],
    models: all,
    titles: [
      'How long do you wait for a workshop date near {place}?',
      'Good workshop for a {model} in {place}?',
      'First inspection of the {model}: what do they really do?',
      'Can any workshop work on the {model}?',
    ],
    seen: [
      'They offered me a date in five weeks.',
      'Our dealer closed {when}.',
      'The bike has {km} km and the first inspection is due.',
      'I moved and have nobody here yet.',
    ],
    tried: [
      'I rang three and wrote to two.',
      'The list on the site shows two that do not exist any more.',
      'The old dealer says the guarantee needs a stamp.',
      'My brother-in-law offers to do it.',
    ],
    asks: ['Does the guarantee suffer if I wait?', 'Whom do you trust?', 'What did yours cost?'],
    answers: [
      'The guarantee does not suffer when you can show that you asked for a date in time. I have that in writing.',
      'There is a rider in {place} who does it on Saturdays, trained and listed. Look for “mobile” on the map.',
      'The station workshop takes you without a date before nine. Brakes, chain, bolts, 45 minutes, 79 euros.',
      'Any workshop may do the mechanical part, only motor and battery need one from the list. Keep the bill.',
    ],
  },
  {
    tags: ['charging', 'battery'],
    models: all,
    titles: [
      'Charge the {model} to 80 % or to 100 %?',
      'Charger of the {model} gets hot',
      'Can the {model} stay on the charger all winter?',
      'Second charger for the office, {model}',
    ],
    seen: [
      'I read three opinions and believe none.',
      'The charger is too hot to hold after two hours.',
      'The bike will rest from December to March.',
      'I carry the charger back and forth every day.',
    ],
    tried: [
      'So far I fill it up every night.',
      'It lies on a stone floor with air around it.',
      'The garage has about {temp} °C.',
      'The label says 42 V, 4 A.',
    ],
    asks: [
      'What does the battery really like?',
      'Normal or not?',
      'How full should it be, and where?',
      'Does a charger of another make do harm?',
    ],
    answers: [
      '80 % for every day, 100 % before a long ride. After four years mine has 93 % health left.',
      'Warm is normal, too hot to hold is not. Mine was replaced within a week.',
      'Store it half full in a place above five degrees and look at it once a month.',
      'Only the original charger talks with the pack. With another one it charges without anybody watching the cells.',
    ],
    official:
      'For every day 80 % is kind to the battery, and the app can stop there by itself: Bike, Charging. For the winter leave it between 40 and 60 %, off the charger, above 5 °C.',
  },
  {
    tags: ['order', 'delivery'],
    models: all,
    titles: [
      '{model} ordered, delivery moved for the second time',
      'Refund for the cancelled {model} has not come',
      'Invoice for the {model} with VAT number?',
      'Changed my mind about the colour of the {model}',
    ],
    seen: [
      'First it was April, then June, now there is no month at all.',
      'I cancelled {when} and the money is still not there.',
      'The company pays, so the invoice needs our number.',
      'I saw the green one in {place} and now I cannot unsee it.',
    ],
    tried: [
      'The dealer says he knows no more than I do.',
      'I wrote twice and got the same sentence twice.',
      'The account page has no field for it.',
      'The order is not built yet, as far as I know.',
    ],
    asks: ['Has anybody got a real date?', 'Whom do I ring?', 'Is that still possible?'],
    answers: [
      'Mine moved once and then came a week early. The date in your account is newer than what the dealer sees.',
      'Answer the last mail, do not write a new one: it keeps its place in the queue. I had my money three days later.',
      'Rider care changes the invoice by hand. Give the order number and the exact company name.',
      'Colour can be changed until the frame is painted, about four weeks before delivery.',
    ],
  },
  {
    tags: ['privacy', 'app'],
    models: all,
    titles: [
      'What does my {model} remember of my rides?',
      'Can I use the {model} without an account?',
      'Delete the ride history of the {model}',
      'Who sees the place of my {model}?',
    ],
    seen: [
      'The app drew a map of every day since {since}.',
      'I would like the lock and the charge, and nothing else.',
      'I sold my old bike and the new owner still saw my name.',
      'My employer pays the bike. Do they see where I go?',
    ],
    tried: [
      'The settings have three switches with long words.',
      'I turned the location off, and the theft search with it.',
      'I asked for my data and got a file of 40 MB.',
      'The text about it is eleven pages long.',
    ],
    asks: ['What is stored where, in plain words?', 'What do you switch off?', 'How long is it kept?'],
    answers: [
      'Rides stay on your phone unless you switch on “Keep my rides”. I checked with the network cable out.',
      'Without an account you have everything but the theft search and sharing.',
      'Bike, Rides, Forget all. It asks twice and then it is gone, also on their side, I asked for my data afterwards.',
      'The employer sees the invoice and nothing else. Ours confirmed that in writing.',
    ],
    official:
      'The bike itself keeps the last 30 days for repairs, on the bike. Rides go to us only with “Keep my rides”, and leave with “Forget all” within a day. Employers see no rides and no places.',
  },
  {
    tags: ['ideas', 'display'],
    models: ['Tide 3', 'Cairn', 'Porter'],
    mixed: true,
    titles: [
      'Could the {model} show the range I will really get?',
      'Why does the {model} not count down the hills?',
      'Is there a way to see the temperature of the battery, {model}?',
      'Can the {model} warn me before I ride too far?',
    ],
    seen: [
      'The display knows how cold it is and still promises summer.',
      'I would rather have a small honest number than a large one that leaves me at the bottom of the hill.',
      'On {route} the number jumps by ten kilometres.',
      'A warning at the point of no return would have saved me {when}.',
    ],
    tried: [
      'I keep a list by hand now.',
      'An app of somebody else can do it, with guesses.',
      'I read the values at the workshop: everything is there.',
      'Tour mode and a fixed number work for me.',
    ],
    asks: ['Does something like that exist?', 'How do you plan?', 'Would you use it?'],
    answers: [
      'Hold the middle button: the small number is the use of the last 5 km. Charge divided by that is honest.',
      'I take 0.6 of the shown range below zero and have never been wrong.',
      'For the Tide a band instead of a number has been promised. I would love it for the Cairn too.',
      'The temperature is in the service menu. Below eight degrees I ride gently.',
    ],
    official:
      'One summer number helps nobody in January. We are building a band that follows the temperature, first for the Tide. The Cairn depends on its sensor, and we will say here when we know.',
  },
]
