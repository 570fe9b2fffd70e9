/** What colleagues write about among themselves, and what stands in the room shared with a supplier. */
export interface InsideTopic {
  /** Slugs of the spaces where this belongs. */
  readonly spaces: readonly string[]
  readonly tags: readonly string[]
  readonly titles: readonly string[]
  /** As many as titles: each goes with the one at its place. */
  readonly bodies: readonly string[]
  readonly replies: readonly string[]
}

const general = [
  'Good. Thank you for writing it down.',
  'I did not know that. Can we say it outside too?',
  'I can take that, until Friday.',
  'Who else should read this?',
  'Had the same thought last week.',
  'Let us try it for a month and look again.',
  'I asked in {city}: they would be glad.',
]

export const insideTopics: readonly InsideTopic[] = [
  {
    spaces: ['battery'],
    tags: ['battery', 'lot-6'],
    titles: [
      'Four packs overnight at −4 °C',
      'Lot {lot}: resistance measured again',
      'Why we raised the cut-off, and what it costs in winter',
      'Cell ageing after {km} km, {model}',
    ],
    bodies: [
      'Measured four packs overnight. The cells are fine. Firmware reads the sag under load as an empty pack. A third of what is left stays unused. Plots are on the share.',
      'Lot {lot} is inside the tolerance, but at its upper end. I would like a second sample before we say anything to {city}.',
      'Put the numbers in one table so that nobody has to ask me again: limit, temperature, charge left. Corrections welcome.',
      'Pulled the packs of twelve {model} out of the loan fleet. Health is between 89 and 94 %, which is better than the curve we promised.',
    ],
    replies: [
      'Same picture on my bench. I can repeat it on Thursday with the chamber at −10.',
      'Good. Can we have the raw file too, not only the plot?',
      'Then the answer to riders is easy: it is us, not their pack.',
      'I would not change the limit for lot {lot} before we have the second sample.',
      'Thank you, this saves rider care about thirty tickets a week.',
    ],
  },
  {
    spaces: ['firmware'],
    tags: ['firmware-4.2', 'release'],
    titles: [
      '4.2.1: what goes in and what waits',
      'Soft start: keep it, or make it a choice?',
      'Update stops halfway on the {model}: cause found',
      'Test plan for the temperature limit',
    ],
    bodies: [
      'Proposed for the release: limit by temperature, the stuck update, two small things in the display. Everything else waits for 4.3.',
      'Riders feel the soft start as slower. Numbers say 0.4 s. I would make it a setting, workshop only for now.',
      'The phone sleeps, the transfer stalls, and we wait for a packet that never comes. The fix is small, the test takes longer than the fix.',
      'Six temperatures, four packs, two riders who weigh differently. Two days in the chamber, one on the road. Who has a cold hill?',
    ],
    replies: [
      'Fine with me. Please write the release notes in words that riders use.',
      'I can test on {model} and Loop until Wednesday.',
      'Do we have a way back if it goes wrong on the road?',
      'Yes: the old version stays until the new one has started once.',
      'Let us say in public when it ships, and keep it.',
    ],
  },
  {
    spaces: ['rider-care'],
    tags: ['service', 'tone'],
    titles: [
      'The five questions we answered most this week',
      'Words for a delay that we cannot explain yet',
      'Shift handover, {city}',
      'Templates: three that should go',
    ],
    bodies: [
      'In order: winter range, brake squeal, app pairing, delivery dates, second keys. The first two have an official answer now, please link it instead of writing anew.',
      'I never know what to write when we have no date. Here is my try: what we know, what we do not, when we will say more. Better ideas?',
      'Open: two refunds, one stolen bike, a rider who waits for a call since Monday. All noted in their threads.',
      'They were sent 900 times last month and nobody ever thanked us for one. I would rather write three sentences by hand.',
    ],
    replies: [
      'I say the date of the next message, even when there is nothing new. People calm down.',
      'The refund is through, I told her myself.',
      'Please, no “we apologise for any inconvenience”. Nobody talks like that.',
      'Took the call. Twenty minutes, the motor runs again.',
      'Can we get the list by product next time?',
    ],
  },
  {
    spaces: ['everyone', 'rider-care'],
    tags: ['decision'],
    titles: [
      'Decided: we answer the cold-range riders before the fix ships',
      'Decided: workshops may set the soft start',
      'Decided: one person owns each open question',
      'Decided: we publish what changed in every version',
    ],
    bodies: [
      'Reason: people wait, and “we know, here is what we measured” is worth more to them than silence until the release.',
      'Reason: it is one value, it is safe, and riders ask for it. We look at it again in three months.',
      'Reason: questions with two owners waited twice as long as those with one. We looked at the last ninety.',
      'Reason: “improvements” tells nobody anything. One line for each change, in words that a rider would use.',
    ],
    replies: [
      'I have read it. Good.',
      'Finally. I will change the handbook page.',
      'Who tells the workshops?',
      'I do, with the newsletter on Friday.',
      'Fine, but let us count whether it helps.',
    ],
  },
  {
    spaces: ['everyone'],
    tags: ['people'],
    titles: [
      'New in {city}: say hello',
      'Lunch talk on Thursday: what riders taught us this month',
      'Bike test day, bring your own tyres',
      'Found: one glove, left, and a very good umbrella',
    ],
    bodies: [
      'From Monday on we are two more in {city}. They will ride along with service for their first week, so show them the good coffee.',
      'Half an hour, no slides. Three stories from the forum that changed something in the product.',
      'We ride the new brakes on wet cobbles, twenty stops each, and write down what we hear. Everyone may come, also those who only like the soup afterwards.',
      'Both were in the meeting room by the stairs. The glove has seen things.',
    ],
    replies: [
      'Welcome. The good coffee is on the second floor.',
      'Will somebody write it down for those who ride home early?',
      'I am in, with the loud pads.',
      'The umbrella is mine, thank you.',
      'Can {city} join by video?',
    ],
  },
  {
    spaces: ['product'],
    tags: ['range', 'display'],
    titles: [
      'A band instead of a number: first sketch',
      'What riders mean when they say “range”',
      'Child seat rail: 41 people wait for our answer',
      '{model}: the ten complaints that are really one',
    ],
    bodies: [
      '“31 to 36 km” tests much better than “34 km”. People plan with the lower end and are never angry. Legal likes the word “about”.',
      'I read two hundred posts. Half of them are about trust in the number, not about the number.',
      'We said we would answer within thirty days and are two days over. I propose an honest “not this year, and this is why”.',
      'Noise, play, vibration, “something loose”: it is the same screw in most of them. One instruction for workshops would close a third.',
    ],
    replies: [
      'The sensor is good to ±1.5 °C. Enough for a band, not for a number.',
      'Then let us do it on the Tide first and say so.',
      'A forecast is also safer for us than a promise.',
      'I would tell them this week, also that it is a no.',
      'Please link the threads, I want to read them myself.',
    ],
  },
  {
    spaces: ['operations'],
    tags: ['supply', 'delivery'],
    titles: [
      'Frames for {model}: two weeks late, what we tell whom',
      'Stock of brake pads, {city}',
      'Delivery dates in the account are newer than the dealer’s',
      'Return rate of lot {lot}',
    ],
    bodies: [
      'The painter is behind. 140 orders move. I have the list by dealer, and would like one text that goes to riders on the same day.',
      'Four weeks of pads left at the present pace, and the winter is not over.',
      'Dealers see a copy from the night. Riders see the truth and know more than the shop. That is embarrassing and easy to mend.',
      'Nineteen came back as “dead”. Eighteen were sound. The display scared people, not the battery.',
    ],
    replies: [
      'Send me the list, I write the text today.',
      'Can we borrow from {city}?',
      'The copy can run every hour. I will ask IT.',
      'I checked the list again, the number is right.',
      'Good to know. That goes into the answer outside.',
    ],
  },
  {
    spaces: ['everyone'],
    tags: ['people'],
    titles: ['A rider rang back to say thank you'],
    bodies: [
      'Daniel called her himself, the motor ran twenty minutes later, and she wrote about it in public. This is what we are for.',
    ],
    replies: general,
  },
  {
    spaces: ['everyone'],
    tags: ['people'],
    titles: ['Canteen closed on Friday'],
    bodies: ['The floor is being done. There is soup in the workshop from twelve.'],
    replies: general,
  },
  {
    spaces: ['everyone'],
    tags: ['people'],
    titles: ['Bikes in the hall: please not in front of the door'],
    bodies: ['The fire people were here and very polite. They will be less polite next time.'],
    replies: general,
  },
  {
    spaces: ['everyone'],
    tags: ['people'],
    titles: ['What we promised in public, and until when'],
    bodies: [
      'Seven things have a date. Two are late. I put them on the wall next to the stairs, so that we see them every day.',
    ],
    replies: general,
  },
  {
    spaces: ['everyone'],
    tags: ['people'],
    titles: ['Photos of the winter ride'],
    bodies: ['Forty of us, −6 °C, no cut-off on the new version. Pictures are on the share.'],
    replies: general,
  },
  {
    spaces: ['battery'],
    tags: ['battery'],
    titles: ['Chamber slots for next month'],
    bodies: ['Mornings are free, afternoons belong to firmware. Write yourself in.'],
    replies: general,
  },
  {
    spaces: ['battery'],
    tags: ['battery'],
    titles: ['Contacts corroded after a car wash: third case'],
    bodies: ['All three used a pressure washer. Should we say it on the bike itself?'],
    replies: general,
  },
  {
    spaces: ['battery'],
    tags: ['battery'],
    titles: ['Charger that gets too hot: where is the limit?'],
    bodies: ['Ours says 60 °C at the shell. Riders say “too hot to hold”, which is about 48. Both are right.'],
    replies: general,
  },
  {
    spaces: ['firmware'],
    tags: ['firmware'],
    titles: ['Who may read the ride log, and when'],
    bodies: [
      'It stays on the bike for thirty days. I wrote down who can read it at the workshop and what they see. Rui, have a look.',
    ],
    replies: general,
  },
  {
    spaces: ['firmware'],
    tags: ['firmware'],
    titles: ['Clock on the display: two presses, and nobody knows'],
    bodies: ['We could show it for three seconds at every start.'],
    replies: general,
  },
  {
    spaces: ['firmware'],
    tags: ['firmware'],
    titles: ['Second phone cannot unlock: not a fault, but it feels like one'],
    bodies: ['The words in the app are wrong. The function is fine.'],
    replies: general,
  },
  {
    spaces: ['rider-care'],
    tags: ['rider-care'],
    titles: ['She starts her shift at six'],
    bodies: [
      'Ines needs to know tomorrow at half past five whether she can trust the bike. If the fix is not there, let us lend her a battery.',
    ],
    replies: general,
  },
  {
    spaces: ['rider-care'],
    tags: ['rider-care'],
    titles: ['Refund promised in December'],
    bodies: [
      'Found it: approved, then stuck at the bank because of a missing number. It left this morning and I told him.',
    ],
    replies: general,
  },
  {
    spaces: ['rider-care'],
    tags: ['rider-care'],
    titles: ['Invoices with a VAT number by hand: how many?'],
    bodies: ['I counted: 31 last month, six minutes each. One field on the page would give us three hours back.'],
    replies: general,
  },
  {
    spaces: ['rider-care'],
    tags: ['rider-care'],
    titles: ['Praise goes where?'],
    bodies: ['We get more of it than we pass on. I will post one a week here, with the name of whom it is about.'],
    replies: general,
  },
  {
    spaces: ['product'],
    tags: ['product'],
    titles: ['Front seat rail: what the test broke'],
    bodies: [
      'The weld held. The adapter did not, at 31,000 cycles. So it is a no for this year, with a reason that we can show.',
    ],
    replies: general,
  },
  {
    spaces: ['product'],
    tags: ['product'],
    titles: ['Colour until when?'],
    bodies: [
      'Sales says until delivery, the paint shop says four weeks before. I wrote the second one into the shop page.',
    ],
    replies: general,
  },
  {
    spaces: ['product'],
    tags: ['product'],
    titles: ['Reading week'],
    bodies: ['Everyone in product reads fifty questions from riders. I start with the Porter.'],
    replies: general,
  },
  {
    spaces: ['operations'],
    tags: ['operations'],
    titles: ['Second keys: six days is too long'],
    bodies: ['Four of them are spent waiting for a stamp. Can we do without it?'],
    replies: general,
  },
  {
    spaces: ['operations'],
    tags: ['operations'],
    titles: ['Workshops that closed and are still on our map'],
    bodies: ['Eleven. I rang all of them. The list is corrected, and I will look at it every quarter.'],
    replies: general,
  },
  {
    spaces: ['operations'],
    tags: ['operations'],
    titles: ['Loan batteries: where they are'],
    bodies: ['Groningen 2, Utrecht 3, Porto 1, Malmö 0. Malmö needs one before the weekend.'],
    replies: general,
  },
]

export const bridgeTopics: readonly InsideTopic[] = [
  {
    spaces: ['cells'],
    tags: ['supply', 'battery'],
    titles: [
      'February lot: reserved until Friday',
      'Low-temperature electrolyte: data sheet and first samples',
      'Measuring resistance: let us use one method',
      'Lot {lot}: the certificate is missing',
      'Forecast for the second quarter',
      'Visit to {city} in March',
      'Packaging: fewer dented corners',
      'Who answers when somebody is away',
      'Prices from April',
      'Recall of two pallets: done',
      'Test chamber: shared slots',
      'Minutes of the call on Tuesday',
    ],
    bodies: [
      '2,400 cells of the same chemistry are reserved for you. We would need your answer by Friday to keep the slot.',
      'On the share: the data sheet and how we measured. Please compare with your bench, ours is warmer.',
      'So that our numbers can be compared: 1 kHz, 20 °C, after an hour at rest. Does that work for you?',
      'The pallets are here, the paper is not. Goods in cannot book them without it.',
      'About 5,000 in April, 6,500 in May, June depends on the Porter. Better numbers in two weeks.',
      'Three of us would come, one day, and would like to see the line after the change.',
      'Nine dented corners in the last delivery. A second layer of card would do.',
      'For the summer: name one person each who can say yes.',
      'The raw material went down. We would like to talk about it before the next order.',
      'Both pallets are back with us, counted and sealed. Thank you for being quick.',
      'We have the chamber on Tuesdays, you on Thursdays. Shall we share Wednesdays?',
      'Three points, two decided: method of measuring, and dates. Open: the price from April.',
    ],
    replies: [
      'Thank you, noted.',
      'Works for us from the next lot on.',
      'We answer by Friday.',
      'I put it on the share.',
      'Good for us. Let us look again in March.',
    ],
  },
]
