// The thirty citizens of the rehearsed day. All are made up: no number belongs to anybody.
// [name, father, sex, born, street, district, tehsil]
const people = [
  ['Muhammad Akram', 'Ghulam Rasool', 'male', '1986-02-11', 'House 4, Street 9, Samanabad', 'lahore', 'lahore_city'],
  ['Nasreen Bibi', 'Allah Ditta', 'female', '1979-07-30', 'Chak 42, near the school', 'kasur', 'pattoki'],
  ['Hamza Javed', 'Javed Iqbal', 'male', '1999-06-14', 'House 7, Street 2, Ichhra', 'lahore', 'lahore_city'],
  ['Zainab Fatima', 'Muhammad Yousaf', 'female', '2001-12-03', '18-B, Johar Town', 'lahore', 'model_town'],
  ['Rizwan Haider', 'Haider Ali', 'male', '1992-04-19', 'Mohalla Islampura', 'sheikhupura', 'muridke'],
  ['Sadia Parveen', 'Abdul Ghafoor', 'female', '1995-09-08', 'Street 5, Shahdara', 'lahore', 'shalimar'],
  ['Imran Aslam', 'Muhammad Aslam', 'male', '1988-01-25', 'House 31, Garden Town', 'lahore', 'model_town'],
  ['Bushra Khalid', 'Khalid Mahmood', 'female', '1997-05-17', 'Kot Radha Kishan road', 'kasur', 'kot_radha_kishan'],
  ['Adnan Shafiq', 'Muhammad Shafiq', 'male', '2000-10-02', 'House 88, Wahdat Road', 'lahore', 'lahore_city'],
  ['Maryam Naveed', 'Naveed Akhtar', 'female', '2003-03-21', '12 Temple Road', 'lahore', 'lahore_city'],
  ['Tariq Mehmood', 'Sardar Muhammad', 'male', '1974-11-11', 'Chak 118 GB', 'faisalabad', 'jaranwala'],
  ['Farah Naz', 'Nazir Ahmed', 'female', '1990-08-06', 'Street 3, Gulshan-e-Ravi', 'lahore', 'lahore_city'],
  ['Waqas Butt', 'Ashraf Butt', 'male', '1996-02-28', 'Mohalla Shah Jamal', 'gujranwala', 'kamoke'],
  ['Rabia Anwar', 'Anwar ul Haq', 'female', '1998-06-09', 'House 15, Cantt', 'lahore', 'lahore_cantt'],
  ['Shahid Rafiq', 'Muhammad Rafiq', 'male', '1983-12-24', 'Street 1, Raiwind', 'lahore', 'raiwind'],
  ['Amina Siddiqui', 'Siddique Ahmed', 'female', '2004-01-13', '221 Model Town', 'lahore', 'model_town'],
  ['Kashif Nawaz', 'Nawaz Khan', 'male', '1991-07-07', 'Ward 6, Chunian', 'kasur', 'chunian'],
  ['Iqra Saleem', 'Muhammad Saleem', 'female', '1999-04-04', 'Daska road', 'sialkot', 'daska'],
  ['Usama Farooq', 'Farooq Ahmad', 'male', '2002-09-15', 'House 9, Askari', 'lahore', 'lahore_cantt'],
  ['Shazia Batool', 'Syed Asghar Ali', 'female', '1987-03-18', 'Mohalla Sadat', 'okara', 'depalpur'],
  ['Bilal Hussain', 'Hussain Bakhsh', 'male', '1994-05-29', 'Chak 9, Renala', 'okara', 'renala_khurd'],
  ['Kiran Shehzadi', 'Shehzad Gill', 'female', '2000-02-20', 'Youhanabad, Street 12', 'lahore', 'model_town'],
  ['Naveed Gill', 'Yaqoob Gill', 'male', '1985-10-10', 'Youhanabad, Street 3', 'lahore', 'model_town'],
  ['Humaira Yasmin', 'Muhammad Boota', 'female', '1993-11-05', 'Ferozewala', 'sheikhupura', 'ferozewala'],
  ['Asad Mahmood', 'Mahmood ul Hassan', 'male', '1998-08-23', 'Sambrial bypass', 'sialkot', 'sambrial'],
  ['Saad Mukhtar', 'Mukhtar Ahmed', 'male', '1989-01-01', 'Village Padhana', 'lahore', 'lahore_cantt'],
  ['Junaid Akhtar', 'Akhtar Hussain', 'male', '1997-12-12', 'House 40, Baghbanpura', 'lahore', 'shalimar'],
  ['Saima Riaz', 'Riaz Ahmed', 'female', '1989-06-26', 'Mohalla Eidgah', 'gujranwala', 'wazirabad'],
  ['Faisal Latif', 'Abdul Latif', 'male', '1990-04-16', 'Shujabad road', 'multan', 'shujabad'],
  ['Asif Mehboob', 'Mehboob Alam', 'male', '1991-07-19', 'House 2, Anarkali', 'lahore', 'lahore_city'],
];

const digits = (n, length) => `${n}`.padStart(length, '0');
const cnic = (n, sex) => `35${digits(201 + (n % 7), 3)}-${digits((n * 7_654_321 + 1_203_457) % 10_000_000, 7)}-${sex === 'female' ? 2 : 1}`;
const mobile = (n) => `03${digits(n % 50, 2)}-${digits((n * 1_370_411 + 2_200_133) % 10_000_000, 7)}`;

export const citizens = people.map(([full_name, father_name, sex, born, street, district, tehsil], i) => ({
  full_name, father_name, sex, born, street, district, tehsil, cnic: cnic(i + 1, sex), mobile: mobile(i + 1),
}));

const cycle = (list, i) => list[i % list.length];

export function domicileAnswers(person, i) {
  const purpose = cycle(['admission', 'employment', 'scholarship', 'land'], i);
  return {
    full_name: person.full_name, father_name: person.father_name, cnic: person.cnic, date_of_birth: person.born,
    sex: person.sex, marital_status: 'single', place_of_birth: `${person.tehsil.replaceAll('_', ' ')}, Punjab`,
    district: person.district, tehsil: person.tehsil, permanent_address: person.street, same_address: 'yes',
    years_of_residence: `${8 + (i % 9)}`, basis: cycle(['birth', 'residence'], i), previous_domicile: 'no', purpose,
    education: cycle(['matric', 'intermediate', 'bachelor'], i), occupation: cycle(['Student', 'Clerk', 'Farmer', 'Nurse'], i),
    mobile: person.mobile, papers_seen: 'cnic utility_bill', declaration: 'OK',
  };
}

export function licenceAnswers(person, i) {
  return {
    cnic: person.cnic, full_name: person.full_name, father_name: person.father_name, date_of_birth: person.born, sex: person.sex,
    blood_group: cycle(['b_pos', 'o_pos', 'a_pos', 'ab_pos', 'o_neg'], i), address: `${person.street}, ${person.tehsil.replaceAll('_', ' ')}`,
    mobile: person.mobile, vehicle_class: cycle(['motorcycle', 'motor_car', 'motorcycle motor_car', 'rickshaw'], i),
    held_before: 'no', disqualified: 'no', reads_plate: 'yes', wears_glasses: cycle(['no', 'yes'], i), conditions: 'none',
    medical_declaration: 'OK', declaration: 'OK',
  };
}

// Of each father: the child, its sex, and the mother.
const families = {
  'Rizwan Haider': ['Muhammad Ibrahim', 'male', 'Samina Rizwan'],
  'Tariq Mehmood': ['Hoorain Fatima', 'female', 'Fozia Tariq'],
  'Shahid Rafiq': ['Arham Shahid', 'male', 'Nadia Hussain'],
  'Naveed Gill': ['Anaya Naveed', 'female', 'Rukhsana Naveed'],
  'Saad Mukhtar': ['Dua Zahra', 'female', 'Asma Latif'],
  'Asif Mehboob': ['Ali Hassan', 'male', 'Shabana Kausar'],
};

// `person` is the father, who declares the birth; the mother is the second guardian.
export function birthAnswers(person, born) {
  const [child, sex, name] = families[person.full_name];
  const i = Object.keys(families).indexOf(person.full_name);
  const mother = { name, cnic: cnic(100 + i, 'female') };
  return {
    child_name: child, sex, date_of_birth: born, birth_order: 'single', place_kind: 'home',
    attendant: 'midwife', place_of_birth: `${person.street}, ${person.tehsil.replaceAll('_', ' ')}`, union_council: `${60 + i} ${person.tehsil.replaceAll('_', ' ')}`,
    father_name: person.full_name, father_cnic: person.cnic, mother_name: mother.name, mother_cnic: mother.cnic,
    grandfather_name: person.father_name, address: person.street, guardian_cnic: person.cnic, guardian_name: person.full_name,
    guardian_relation: 'father', second_guardian_name: mother.name, second_guardian_cnic: mother.cnic,
    second_guardian_relation: 'mother', witness_name: 'Rashida Begum', witness_cnic: cnic(200 + i, 'female'), mobile: person.mobile,
    declaration: 'OK',
  };
}
