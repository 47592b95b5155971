#include <algorithm>

#include "storage/search/fold.h"
#include "storage/search/likeness.h"

namespace karvan::search {
namespace {

// A line a name. Of two names with one skeleton (Mahmud and Muhammad) each needs its line.
constexpr std::string_view names[] = {
    "muhammad mohammad mohammed mohamed muhammed mohamad mohd muhd mhd md mehmet mehmed məhəmməd məmməd məhəmmət محمد",
    "mahmud mahmood mehmood mahmoud məhmud محمود",
    "ahmad ahmed ahmet əhməd احمد",
    "hamid hameed həmid حمید حامد",
    "uthman usman othman osman osmaan عثمان",
    "umar omar omer umer ömər عمر",
    "ramadan ramzan ramazan رمضان",
    "riaz riyaz riyadh riad ریاض",
    "fazal fazl fadl fadhl fəzl فضل",
    "faisal faysal feysəl فیصل",
    "faizan feyzan فیضان",
    "raza rida reza rza رضا",
    "murtaza murtada mürtəza مرتضی",
    "ziauddin diyauddin ضیاءالدین",
    "yusuf yousuf yousaf yousef yusif joseph yusef یوسف",
    "yahya yəhya یحیی",
    "yaqub yaqoob yaqoub yakub jacob یعقوب",
    "ayub ayyub ayoub ayoob əyyub ایوب",
    "dawood daud dawud davud david داؤد داود",
    "musa moosa mousa موسی موسا",
    "isa eisa essa عیسی",
    "ismail ismayil ismaeel ismayıl اسماعیل اسمعیل",
    "ibrahim ebrahim ibraheem abraham ابراہیم",
    "ishaq ishak isaac iskhak اسحاق",
    "ali əli aly علی",
    "aliya aaliya alia əliyə عالیہ",
    "hasan hassan həsən حسن",
    "husain hussain hussein husein husayn hüseyn حسین",
    "mohsin muhsin mohsen محسن",
    "saeed said saeid səid سعید",
    "sayyid syed sayed sayyed saiyid seyid سید",
    "saad sad səad سعد",
    "asad assad əsəd اسد",
    "aslam əsləm اسلم",
    "islam اسلام",
    "salim saleem səlim سلیم سالم",
    "salam səlam سلام",
    "salman salmaan salmān سلمان",
    "sulaiman suleman sulayman suleyman solomon süleyman سلیمان",
    "akbar əkbər اکبر",
    "akram əkrəm اکرم",
    "ikram اکرام",
    "iqbal ikbal اقبال",
    "aziz azeez əziz عزیز",
    "azhar əzhər اظہر",
    "tariq tarik tareq طارق",
    "khalid khaled xalid خالد",
    "khalil khaleel xəlil خلیل",
    "walid waleed valid vəlid ولید",
    "zafar zəfər ظفر",
    "zulfiqar zulfikar zulfqar zülfüqar ذوالفقار",
    "zeeshan zishan ذیشان",
    "mustafa mustapha mostafa mustəfa مصطفی",
    "mujtaba mojtaba مجتبی",
    "ghulam gulam qulam غلام",
    "gul gül گل",
    "shah şah شاہ",
    "shahid shaheed شہید شاہد",
    "khan xan خان",
    "bibi biby بی بی",
    "begum begam bəyim بیگم",
    "fatima fatimah fatma fatimə فاطمہ",
    "aisha ayesha aysha aishah ayişə عائشہ",
    "khadija khadijah xədicə خدیجہ",
    "maryam mariam meryem məryəm مریم",
    "zainab zaynab zeynəb زینب",
    "zahra zəhra زہرا زہرہ",
    "sakina sakeena səkinə سکینہ",
    "rukhsana ruxsanə رخسانہ",
    "nasreen nasrin nəsrin نسرین",
    "parveen parvin perveen pərvin پروین",
    "yasmin yasmeen jasmine یاسمین",
    "kulsoom kulsum kalsoom gülsüm کلثوم",
    "abbas abas عباس",
    "abid عابد",
    "obaid ubaid عبید",
    "jafar jaffar jafer cəfər جعفر",
    "jamal camal جمال",
    "jamil jameel cəmil جمیل",
    "naeem naim نعیم",
    "noor nur nour نور",
    "qadir qadeer kadir قدیر قادر",
    "rahim raheem rəhim رحیم",
    "rahman rehman rahmaan rəhman رحمن رحمان",
    "rashid rasheed rəşid رشید راشد",
    "karim kareem kərim کریم",
    "sharif shareef şərif شریف",
    "sadiq sadik siddiq صادق صدیق",
    "bashir basheer bəşir بشیر",
    "nazir nazeer nəzir نذیر",
    "nasir naser nasser نصیر ناصر",
    "amir aamir ameer əmir عامر امیر",
    "imran emran عمران",
    "irfan erfan عرفان",
    "ejaz ijaz aijaz اعجاز",
    "arshad ərşad ارشد",
    "ashraf əşrəf اشرف",
    "mirza mirzə مرزا",
    "malik melik مالک ملک",
    "chaudhry chaudhary choudhury chaudhri ch چوہدری",
    "butt bhatt بٹ",
    "qureshi quraishi koreshi قریشی",
    "ansari انصاری",
    "bhatti بھٹی",
    "rana رانا",
    "raja راجہ راجا",
    "aliyev aliev əliyev",
    "aliyeva alieva əliyeva",
    "mammadov mamedov məmmədov",
    "mammadova mamedova məmmədova",
    "huseynov guseynov hüseynov huseinov",
    "huseynova guseynova hüseynova huseinova",
    "hasanov gasanov həsənov",
    "hasanova gasanova həsənova",
    "ahmadov akhmedov əhmədov",
    "ahmadova akhmedova əhmədova",
    "ibrahimov ibragimov ibrahimov",
    "ibrahimova ibragimova",
    "heydar haydar haider hyder heydər حیدر",
    "ilham ilhamə الہام",
    "anar ənar",
    "leyla layla laila leila لیلی",
    "gulnar gülnar گلنار",
    "sevda sevdə",
};

std::vector<std::vector<std::string>> folded() {
  std::vector<std::vector<std::string>> groups;
  for (auto line : names) {
    auto& group = groups.emplace_back();
    // Word by word: none of them is part of a compound here.
    while (!line.empty()) {
      const auto end = std::min(line.find(' '), line.size());
      auto words = fold_words(line.substr(0, end));
      if (!words.empty() && std::find(group.begin(), group.end(), words.front()) == group.end())
        group.push_back(std::move(words.front()));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }
  return groups;
}

}  // namespace

const std::vector<std::vector<std::string>>& seeds() {
  static const auto groups = folded();
  return groups;
}

}  // namespace karvan::search
