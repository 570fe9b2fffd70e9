/** First and last names of many places, so that a list of people looks like a list of people. */
export const firstNames =
  'Adaeze Agnes Ahmed Alba Aleksy Amara Anders Anneke Anouk Antonia Arjun Asta Beatriz Bela Bram Camille Carlos Carmen Chidi Chloé Clara Dagny Davide Dilara Edda Elif Elin Emre Enzo Erik Esra Eva Farid Fatima Femke Filip Fiona Florin Freya Giulia Greta Hana Hannes Helena Henrik Hugo Ida Idris Ilse Imani Inga Isak Iva Jakub Jana Jelle Jasmin Johanna Josef Julia Kai Karim Katarzyna Kerstin Klaas Kwame Laila Lars Laura Leon Leonie Liv Lotte Luca Lucía Maja Malik Marco Margit Marit Marta Mathis Mehmet Mia Milan Mina Mirjam Nadia Nele Nico Nora Noor Oluf Omar Oskar Paula Pavel Pia Pieter Priya Rafael Rania Remy Rosa Ruben Rui Ruth Salma Samuel Sanne Selma Silke Simon Sina Sofia Stefan Sunniva Svea Tarik Teresa Theo Thijs Tilda Timo Tuva Ulla Umut Vera Viktor Wanda Wiebke Willem Yara Yusuf Zoë'.split(
    ' ',
  )
export const lastNames =
  'Abdi Aalto Almeida Andersen Arslan Aydin Bakker Barros Baumann Becker Bello Berg Bianchi Blom Bos Brandt Brouwer Bruun Castro Cohen Dahl Danjuma De-Wit Demir Dijkstra Diallo Dubois Eklund Engel Esposito Farah Fischer Fontaine Foss Garcia Gruber Haddad Hagen Hansen Heikkinen Hoang Hoekstra Holm Horvat Huber Iversen Jansen Jensen Kaya Keller Kim Koch Kowalska Krause Kumar Lang Larsen Lehmann Lind Lindholm Lopes Lund Maier Marin Martin Mendes Meyer Moreau Moser Mulder Nagy Ntim Nielsen Novak Nowak Nyberg Okoye Olsen Osei Oyelaran Peeters Pereira Petit Pohl Popa Prins Quist Ramos Reuter Ricci Roth Rossi Said Santos Sato Schmid Schulte Silva Solheim Sommer Sørensen Stein Strand Svensson Tamm Tan Thomsen Toth Vang Vasquez Verhoeven Vidal Visser Vogel Wagner Weiss Wolf Yilmaz Zeman Ziegler'
    .split(' ')
    .map((name) => name.replace('-', ' '))

/** Those who appear by name in the written pictures of the product; they carry the stories. */
export const leads = [
  { name: 'Daniel Okafor', job: 'Service, Utrecht', offices: [] },
  { name: 'Tomasz Wrona', job: 'Cells & BMS', offices: [] },
  { name: 'Aiko Tanaka', job: 'Firmware', offices: [] },
  { name: 'Lena Brandt', job: 'Product, Tide', offices: [] },
  { name: 'Mirela Popescu', job: 'Rider care', offices: ['official-voice'] },
  { name: 'Sara Lindqvist', job: 'Community', offices: ['outside-steward'] },
  { name: 'Rui Baptista', job: 'Legal', offices: [] },
  { name: 'Jonas Weber', job: 'Operations', offices: [] },
] as const

export const jobs = [
  'Service, Utrecht',
  'Service, Porto',
  'Firmware',
  'Cells & BMS',
  'Frames',
  'Brakes and wheels',
  'Product, Cairn',
  'Product, Porter',
  'Product, Loop',
  'Purchasing',
  'Logistics',
  'Dealers, Benelux',
  'Dealers, Nordics',
  'Quality',
  'Finance',
  'People',
  'IT',
  'Design',
  'App',
  'Workshop training',
]

export const riders = ['Ines Carvalho', 'Gustav Ek', 'Joost van Rijn', 'Amina Haddad', 'Marit Solheim', 'Willem Bakker']

export const guests = [
  { name: 'Petra Kovač', job: 'Key accounts', organisation: 'Kettenwerk GmbH' },
  { name: 'Jürgen Amsel', job: 'Cell testing', organisation: 'Kettenwerk GmbH' },
  { name: 'Milena Horák', job: 'Logistics', organisation: 'Kettenwerk GmbH' },
]
