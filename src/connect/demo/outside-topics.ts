/**
 * What riders write about. In braces stand slots that `phrases.ts` fills: {model}, {km}, {temp}, {percent}, {place},
 * {when}, {route}, {company}. A question is one title, then one sentence of each list.
 */
export interface Topic {
  readonly tags: readonly string[]
  readonly models: readonly string[]
  /** Every title goes with every sentence and answer; otherwise those at the same place belong together. */
  readonly mixed?: true
  readonly titles: readonly string[]
  readonly seen: readonly string[]
  readonly tried: readonly string[]
  readonly asks: readonly string[]
  readonly answers: readonly string[]
  /** What the company says, where it says something. */
  readonly official?: string
}

const all = ['Tide 3', 'Tide 2', 'Cairn', 'Porter', 'Loop']

export const outsideTopics: readonly Topic[] = [
  {
    tags: ['battery', 'cold', 'firmware-4.2'],
    models: ['Tide 3', 'Cairn', 'Loop', 'Tide 2'],
    mixed: true,
    titles: ['{model} shows {percent} % and then switches off below {temp} °C', '{model} cuts out on cold mornings with {percent} % left', 'Battery of my {model} gives up at {temp} °C since the update', 'Is {percent} % really {percent} % in winter? {model} says no'],
    seen: ['Twice this week I pushed the bike up the last hill. The display said {percent} %, then black.', 'On {route} it went from {percent} % to nothing within a minute.', 'Since version 4.2 it switches off at about {temp} °C, always on a climb.', 'After ten minutes indoors it wakes up again and claims {percent} % as if nothing had happened.'],
    tried: ['The battery is two winters old and has done {km} km.', 'I charged it fully {when} and it still happened.', 'A friend with the same bike and version 4.1 has no such trouble.', 'It does not happen above ten degrees.'],
    asks: ['Is the pack dying, or is it the software?', 'Does anybody else see this, and is there a way round it?', 'Should I go to a workshop or wait for an update?'],
    answers: ['Keep the battery indoors until you leave. Mine sat on a shelf over the radiator for an hour and I got 31 km at −6 °C.', 'I logged it: off at 3 °C with 41 %, off at 0 °C with 47 %, fine at 8 °C. So the colder, the earlier.', 'If it does cut off, take the battery out, hold it inside your jacket for five minutes and put it back. It comes up again with most of what it showed before.', 'Ride the first two kilometres in Eco. The pack warms itself and the cut-off stays away. Not a fix, but it gets me to work.'],
    official: 'It is the software, not your pack. We measured four batteries at −4 °C: the cells are sound. Version 4.2 switches off at a voltage that a cold battery reaches long before it is empty. Version 4.2.1 puts this right. Until then a battery that leaves home warm will not cut off on rides under an hour.',
  },
  {
    tags: ['brakes', 'noise'],
    models: all,
    mixed: true,
    titles: ['Brakes of my {model} squeal in the wet', 'Front brake howls after rain, {model}', '{model}: new pads, same squeal', 'Squealing disc after {km} km on the {model}'],
    seen: ['On wet mornings you hear me before you see me.', 'It started after {km} km and only comes in the rain.', 'The front disc howls for the first ten stops and then goes quiet.', 'On {route} people turn round when I brake.'],
    tried: ['I cleaned the disc with brake cleaner and it was silent for two days.', 'New organic pads changed nothing.', 'The caliper looks centred to me.', 'I sanded the pads a little, as a video said.'],
    asks: ['Metal pads instead? What do you ride with?', 'Is this harmless, or am I wearing something out?', 'What did it for you?'],
    answers: ['Bed them in properly: twenty hard stops from 25 km/h without locking the wheel. Mine have been silent since.', 'Chain oil on the disc is the usual reason. Clean the disc with alcohol, throw the pads away, and never spray oil near it again.', 'I went to sintered pads. Louder in the dry for a week, quiet ever since, and they last twice as long.', 'Loosen the two caliper bolts, hold the lever, tighten again. A caliper that sits half a millimetre off sings in the wet.'],
    official: 'A short squeal in the wet is harmless. If it lasts longer than ten stops, the pads are usually glazed: workshops change them under guarantee in the first 1,000 km.',
  },
  {
    tags: ['app', 'bluetooth'],
    models: all,
    titles: ['App loses the {model} after every stop', '{model} not found by the app since {since}', 'App shows yesterday’s place of my {model}', 'How do I pair a second phone with the {model}?'],
    seen: ['The app says “no bike near you” while I stand next to it.', 'After every coffee stop I have to pair it again.', 'The map shows where the bike was {when}, not where it is.', 'My partner and I share the bike, and only one phone can unlock it.'],
    tried: ['Removing the bike and adding it again helps for a day.', 'Bluetooth is on and the app may use the location.', 'Phone restarted, bike restarted, app installed anew.', 'Both of us run the newest app.'],
    asks: ['What am I missing?', 'Is there a log that I could send?', 'Can this work without giving the app my location all day?'],
    answers: ['Turn off battery saving for the app. Android puts it to sleep after five minutes and the bike is gone.', 'Hold the power button for eight seconds until the light blinks twice. That clears the old pairing, then add the bike again.', 'A second phone works when the first one shares the bike: Bike, People, Share. The second must not pair by itself.', '“Only while using the app” is enough for the location. I have had it so for a year.'],
  },
  {
    tags: ['range', 'battery'],
    models: ['Tide 3', 'Tide 2', 'Cairn', 'Porter'],
    mixed: true,
    titles: ['What range do you really get from the {model}?', '{model}: {km} km on the clock and the range has halved', 'How far with two children on the {model}?', 'Does tyre pressure matter that much? {model} range'],
    seen: ['The display promises 80 km and I get a little over half of that on {route}.', 'In summer I did the whole week on one charge, now it is two days.', 'With a full load I see the last bar sooner than I like.', 'It is flat here, so hills are no excuse.'],
    tried: ['Tyres at 3 bar, chain clean, Tour mode.', 'I compared with a colleague who has the same bike: he gets a third more.', 'The battery has done {km} km.', 'Eco gives more, but then I could as well ride my old bike.'],
    asks: ['What do you get, and how do you ride?', 'When is a battery worn enough for the guarantee?', 'Which change brought you the most?'],
    answers: ['Pressure. From 2.5 to 3.5 bar I gained nine kilometres, measured over four weeks.', 'Starting is what costs. I change down before every light and start in Eco: 15 % more, without being slower.', 'With two children and shopping I plan 35 km in winter and 50 in summer, and I have never been stranded.', 'The workshop can read the health of the pack in two minutes. Mine said 91 % after three years, so it was not the battery but my tyres.'],
  },
  {
    tags: ['motor', 'noise'],
    models: ['Cairn', 'Tide 3', 'Porter'],
    titles: ['{model} motor clicks under load', 'Whining from the motor above 20 km/h, {model}', 'Motor of the {model} silent after a wash', '{model}: grinding noise after {km} km'],
    seen: ['There is one click for every turn of the pedals, only uphill.', 'It began as a whisper and now my children imitate it.', 'I washed the bike {when} and the motor has not helped since.', 'The noise is gone when I switch the help off.'],
    tried: ['Pedals and crank bolts are tight.', 'The chain is new and the noise is not from there.', 'I let it dry for two days.', 'No error on the display.'],
    asks: ['Bearing, or something simple?', 'Can I ride on until I get a date at the workshop?', 'What was it with yours?'],
    answers: ['Check the speed sensor magnet on the spoke first. Mine had slipped and touched the sensor once a turn.', 'After a wash: take the battery out, dry the contacts with a cloth, wait a night. Never with a pressure washer.', 'It was the chainring lockring, a quarter turn loose. Five minutes with the right tool.', 'Mine went in under guarantee at 2,900 km. New bearing, two days, no bill.'],
    official: 'A click for every turn under load is most often the lockring of the chainring. Any {company} workshop tightens it while you wait, and you can ride until then.',
  },
  {
    tags: ['child-seat', 'racks'],
    models: ['Tide 3', 'Tide 2', 'Porter', 'Loop'],
    titles: ['Which child seat fits the rail of the {model}?', '{model}: child seat and panniers together?', 'Front seat for a two-year-old on the {model}?', 'Rack of the {model} with a 22 kg child: allowed?'],
    seen: ['The shop says one thing and the manual another.', 'We would like to keep the panniers when the seat is on.', 'The adapter sits so high that my hands do not fit round it.', 'Our daughter is close to 22 kg and loves her seat.'],
    tried: ['I measured the tube: 16 mm, with a bend where the clamp should go.', 'The seat of our old bike holds, but it swings.', 'Two dealers, two answers.', 'I read the plate on the rack: 27 kg.'],
    asks: ['Who has a combination that works?', 'Is there a list somewhere?', 'Photos welcome.'],
    answers: ['We use a rack-mounted seat with the narrow adapter. Two years, two children, nothing moves.', 'Panniers work when you hang them 4 cm further back. There is a second row of holes for the hooks.', 'A front seat takes the room of your knees on this frame. We sent ours back.', 'The 27 kg are for everything on the rack: seat, child and jacket. With 22 kg you are at the end.'],
    official: 'The list of seats that we have tested is in the manual from this spring on, page 31. The rack carries 27 kg in all. A rail for front seats is being tried.',
  },
  {
    tags: ['theft', 'lock'],
    models: all,
    titles: ['Lost the second key of my {model}', 'Which lock for the {model} in {place}?', 'Can {company} switch off a stolen {model}?', 'Lock of the {model} jams when it freezes'],
    seen: ['I have one key left and sleep badly.', 'The bike will stand at the station all day.', 'It was taken {when} in front of the library.', 'At minus degrees the key turns halfway and then stops.'],
    tried: ['The key number is on the invoice, I hope.', 'Two locks, one through each wheel, so far.', 'The police have the frame number.', 'Graphite spray helped once.'],
    asks: ['How do I get another key, and how long does it take?', 'What do you trust?', 'What else can I do tonight?'],
    answers: ['Send the key number and a photo of the invoice to rider care. Mine came in six days.', 'One heavy chain through frame and stand, the frame lock for the wheel. Thieves want the easy one.', 'Mark it as stolen in the app. It stays locked for help and will not pair with another phone.', 'Warm the key with a lighter, turn, then a drop of lock oil, never grease. It has worked for three winters.'],
  },
  {
    tags: ['firmware-4.2', 'update'],
    models: ['Tide 3', 'Cairn', 'Porter', 'Loop'],
    titles: ['Update to 4.2 stops at {percent} % on the {model}', 'What changed in 4.2 for the {model}?', '{model} starts slower since the update', 'Can I go back to 4.1 on my {model}?'],
    seen: ['The bar reaches {percent} % and stays there for an hour.', 'The notes say “improvements”, which could be anything.', 'The help comes half a second later than before.', 'I liked how it rode until {since}.'],
    tried: ['Phone next to the bike, battery full, three tries.', 'I reset the bike and nothing changed.', 'A friend’s bike with 4.1 starts at once.', 'I read the help pages twice.'],
    asks: ['Is it safe to interrupt it?', 'Is there a proper list of changes?', 'Who else feels it?'],
    answers: ['You can interrupt it: the bike keeps the old version until the new one is whole. Mine went through with the phone in flight mode and Bluetooth on.', 'I made a list from the release notes of the last year. The cold cut-off and the soft start are the two that you feel.', 'It is the new soft start. Workshops can set it back to direct, it is one value.', 'Going back is not possible by yourself, the workshop can for a reason.'],
    official: 'Interrupting an update does no harm. The full list of changes is now in the release notes, and from the next version on we will say what you will feel.',
  },
  {
    tags: ['service', 'workshop'],
    models: all,
    titles: ['How long do you wait for a workshop date near {place}?', 'Good workshop for a {model} in {place}?', 'First inspection of the {model}: what do they really do?', 'Can any workshop work on the {model}?'],
    seen: ['They offered me a date in five weeks.', 'Our dealer closed {when}.', 'The bike has {km} km and the first inspection is due.', 'I moved and have nobody here yet.'],
    tried: ['I rang three and wrote to two.', 'The list on the site shows two that do not exist any more.', 'The old dealer says the guarantee needs a stamp.', 'My brother-in-law offers to do it.'],
    asks: ['Does the guarantee suffer if I wait?', 'Whom do you trust?', 'What did yours cost?'],
    answers: ['The guarantee does not suffer when you can show that you asked for a date in time. I have that in writing.', 'There is a rider in {place} who does it on Saturdays, trained and listed. Look for “mobile” on the map.', 'The station workshop takes you without a date before nine. Brakes, chain, bolts, 45 minutes, 79 euros.', 'Any workshop may do the mechanical part, only motor and battery need one from the list. Keep the bill.'],
  },
  {
    tags: ['charging', 'battery'],
    models: all,
    titles: ['Charge the {model} to 80 % or to 100 %?', 'Charger of the {model} gets hot', 'Can the {model} stay on the charger all winter?', 'Second charger for the office, {model}'],
    seen: ['I read three opinions and believe none.', 'The charger is too hot to hold after two hours.', 'The bike will rest from December to March.', 'I carry the charger back and forth every day.'],
    tried: ['So far I fill it up every night.', 'It lies on a stone floor with air around it.', 'The garage has about {temp} °C.', 'The label says 42 V, 4 A.'],
    asks: ['What does the battery really like?', 'Normal or not?', 'How full should it be, and where?', 'Does a charger of another make do harm?'],
    answers: ['80 % for every day, 100 % before a long ride. After four years mine has 93 % health left.', 'Warm is normal, too hot to hold is not. Mine was replaced within a week.', 'Store it half full in a place above five degrees and look at it once a month.', 'Only the original charger talks with the pack. With another one it charges without anybody watching the cells.'],
    official: 'For every day 80 % is kind to the battery, and the app can stop there by itself: Bike, Charging. For the winter leave it between 40 and 60 %, off the charger, above 5 °C.',
  },
  {
    tags: ['lights', 'display'],
    models: ['Tide 3', 'Tide 2', 'Loop', 'Cairn'],
    titles: ['Display of the {model} fogs up', 'Rear light of the {model} goes out on cobbles', '{model}: light stays on all night', 'Can the display of the {model} show the time?'],
    seen: ['Since {since} there is mist behind the glass every morning.', 'On {route} the rear light dies and comes back.', 'I come down in the morning and the lamp is on.', 'Speed, help, charge, but no clock.'],
    tried: ['I dried it on the radiator, it came back.', 'The plug looks clean.', 'I pressed every button I could find.', 'The manual has four pages about it and none of them help.'],
    asks: ['Is that a matter for the guarantee?', 'Known weak spot?', 'What is the trick?'],
    answers: ['There is a small vent under the display. Mine was closed by dirt. A toothbrush, and the mist was gone in a day.', 'The plug under the saddle has a clip that breaks. A cable tie, tight, and it has held for a year.', 'Hold the light button for three seconds to get it back to automatic.', 'Two short presses on the left button and you have the time. Nobody tells you.'],
  },
  {
    tags: ['porter', 'cargo'],
    models: ['Porter'],
    titles: ['How do you secure a crate on the {model} in {place}?', '{model} wobbles above 22 km/h with load', 'Rain cover for the {model}: which one lasts?', 'Two children and a dog on a {model}?'],
    seen: ['Crates slide on the wet floor of the box.', 'With 40 kg in front the steering begins to sing.', 'The cover tore at the zip after one winter.', 'The dog is 18 kg and has opinions.'],
    tried: ['A mat from the hardware shop helps a little.', 'Tyres at the number on the wall, steering head checked.', 'I sewed it, it tore beside the seam.', 'Load as low and as far back as it goes.'],
    asks: ['How do you carry yours?', 'What should I look at?', 'Is there a part for that?'],
    answers: ['Airline rail along both sides, two straps with hooks. 30 euros and an hour.', 'More pressure in the front tyre than you think: 4 bar. The wobble was gone at once.', 'The cover with the bow in the middle lasts. The flat one collects water and tears.', 'Dog in front, children behind the bar, and everyone has their own belt. Five years without drama.'],
  },
  {
    tags: ['tyres', 'puncture'],
    models: all,
    titles: ['Third puncture in a month on the {model}', 'Winter tyres for the {model}: worth it?', 'How do you take the rear wheel of the {model} out?', 'Which tyres on the {model} after {km} km?'],
    seen: ['Always the rear, always on {route}.', 'The first ice is forecast and I ride every day.', 'I stood at the roadside with the right tools and the wrong idea.', 'The tread is gone in the middle.'],
    tried: ['New tube, new rim tape, no glass to be found.', 'Last year I took the tram for three weeks.', 'The cable of the motor does not look as if it wants to be pulled.', 'I would like something that rolls lightly.'],
    asks: ['Where does the air go?', 'What do you ride?', 'Any trick for the cable?'],
    answers: ['Run a finger along the inside of the tyre. Mine had a wire of two millimetres that I could not see.', 'Studded tyres from November to March. Ten per cent less range, and I have not fallen since.', 'Unplug the motor cable at the chainstay first, arrows facing each other, then the axle. Ten minutes when you know it.', 'A tyre with a thick belt and sealant in the tube. 4,000 km without a stop.'],
  },
  {
    tags: ['order', 'delivery'],
    models: all,
    titles: ['{model} ordered, delivery moved for the second time', 'Refund for the cancelled {model} has not come', 'Invoice for the {model} with VAT number?', 'Changed my mind about the colour of the {model}'],
    seen: ['First it was April, then June, now there is no month at all.', 'I cancelled {when} and the money is still not there.', 'The company pays, so the invoice needs our number.', 'I saw the green one in {place} and now I cannot unsee it.'],
    tried: ['The dealer says he knows no more than I do.', 'I wrote twice and got the same sentence twice.', 'The account page has no field for it.', 'The order is not built yet, as far as I know.'],
    asks: ['Has anybody got a real date?', 'Whom do I ring?', 'Is that still possible?'],
    answers: ['Mine moved once and then came a week early. The date in your account is newer than what the dealer sees.', 'Answer the last mail, do not write a new one: it keeps its place in the queue. I had my money three days later.', 'Rider care changes the invoice by hand. Give the order number and the exact company name.', 'Colour can be changed until the frame is painted, about four weeks before delivery.'],
  },
  {
    tags: ['fit', 'comfort'],
    models: ['Tide 3', 'Tide 2', 'Loop', 'Cairn'],
    titles: ['{model} for somebody of 1.58 m?', 'Numb hands after an hour on the {model}', 'Higher handlebar for the {model}', 'Saddle of the {model}: what did you change to?'],
    seen: ['The medium frame is a little long for me.', 'On {route} my fingers fall asleep.', 'My back would like me to sit up straight.', 'After {km} km the saddle and I are not friends.'],
    tried: ['The saddle is as far forward as it goes.', 'Different grips, same hands.', 'The stem has no more spacers.', 'I tried a gel cover, which was worse.'],
    asks: ['Which size did you take?', 'What helped you?', 'Does the cable allow it?'],
    answers: ['I am 1.60 m and ride the small one with a stem that is 2 cm shorter. Perfect.', 'Turn the grips so that the wing carries your palm. It is ten degrees that make the difference.', 'The cables allow 4 cm more, no further. Beyond that the workshop must change the brake hose.', 'Let a shop measure your sit bones. Mine were 2 cm wider than my saddle.'],
  },
  {
    tags: ['trips', 'range'],
    models: ['Cairn', 'Tide 3', 'Tide 2'],
    titles: ['{km} km with the {model}: what broke and what did not', 'Taking the {model} on the train to {place}', 'Over the pass with the {model}, charging on the way', 'First tour with the {model}: what do you carry?'],
    seen: ['Four days along the river, two batteries, one flat tyre.', 'The train allows bikes, the lift at the station does not.', 'There are 1,400 metres of climbing and one café in the middle.', 'We are planning {route} for spring.'],
    tried: ['I carried the charger and used it twice.', 'The battery out of the bike makes it light enough for the stairs.', 'I planned with 12 Wh for each kilometre, which was about right.', 'Last time I carried far too much.'],
    asks: ['Questions welcome, I will answer from memory.', 'Has anybody done it on a weekday?', 'Where did you charge?', 'What would you leave at home?'],
    answers: ['Going down on the strongest help setting gives nothing back. I believed that for a year.', 'Sit near the door, take the battery with you, and be quick: the stop is two minutes.', 'Cafés charge it gladly when you order cake. Ask first, carry a short cable.', 'Spare link, tube, two spokes, the small tool. Everything else the villages have.'],
  },
  {
    tags: ['privacy', 'app'],
    models: all,
    titles: ['What does my {model} remember of my rides?', 'Can I use the {model} without an account?', 'Delete the ride history of the {model}', 'Who sees the place of my {model}?'],
    seen: ['The app drew a map of every day since {since}.', 'I would like the lock and the charge, and nothing else.', 'I sold my old bike and the new owner still saw my name.', 'My employer pays the bike. Do they see where I go?'],
    tried: ['The settings have three switches with long words.', 'I turned the location off, and the theft search with it.', 'I asked for my data and got a file of 40 MB.', 'The text about it is eleven pages long.'],
    asks: ['What is stored where, in plain words?', 'What do you switch off?', 'How long is it kept?'],
    answers: ['Rides stay on your phone unless you switch on “Keep my rides”. I checked with the network cable out.', 'Without an account you have everything but the theft search and sharing.', 'Bike, Rides, Forget all. It asks twice and then it is gone, also on their side, I asked for my data afterwards.', 'The employer sees the invoice and nothing else. Ours confirmed that in writing.'],
    official: 'The bike itself keeps the last 30 days for repairs, on the bike. Rides go to us only with “Keep my rides”, and leave with “Forget all” within a day. Employers see no rides and no places.',
  },
  {
    tags: ['ideas', 'display'],
    models: ['Tide 3', 'Cairn', 'Porter'],
    mixed: true,
    titles: ['Could the {model} show the range I will really get?', 'Why does the {model} not count down the hills?', 'Is there a way to see the temperature of the battery, {model}?', 'Can the {model} warn me before I ride too far?'],
    seen: ['The display knows how cold it is and still promises summer.', 'I would rather have a small honest number than a large one that leaves me at the bottom of the hill.', 'On {route} the number jumps by ten kilometres.', 'A warning at the point of no return would have saved me {when}.'],
    tried: ['I keep a list by hand now.', 'An app of somebody else can do it, with guesses.', 'I read the values at the workshop: everything is there.', 'Tour mode and a fixed number work for me.'],
    asks: ['Does something like that exist?', 'How do you plan?', 'Would you use it?'],
    answers: ['Hold the middle button: the small number is the use of the last 5 km. Charge divided by that is honest.', 'I take 0.6 of the shown range below zero and have never been wrong.', 'For the Tide a band instead of a number has been promised. I would love it for the Cairn too.', 'The temperature is in the service menu. Below eight degrees I ride gently.'],
    official: 'One summer number helps nobody in January. We are building a band that follows the temperature, first for the Tide. The Cairn depends on its sensor, and we will say here when we know.',
  },
]
