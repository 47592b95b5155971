#pragma once
#include <string_view>

namespace karvan::exchange {

// The preshared dictionary: shapes of what most messages hold, as raw content for zstd. It is part of version 1 of the
// protocol: a byte changed here is another version. The last shapes are the cheapest to point at: those of an idle
// exchange.
inline constexpr std::string_view dictionary =
    R"({"v":1,"node":"","epoch":"","seq":1,"time":".0","salt":"","actor":"","of":"/application/","ref":1)"
    R"(,"pin":{"service":"","version":""},"set":{"full_name":"","father_name":"","identity_number":"","birth_date":"19)"
    R"(","gender":"male","female","address":"","district":"","tehsil":"","phone":"+92","residence_since":"20)"
    R"("},"over":{"":"/"},"advance":"filed"})"
    R"(,"post":{"kind":"charge","amount":50000,"currency":"PKR"},"advance":"fee_assessed"})"
    R"(,"advance":"fee_paid","post":{"kind":"payment","amount":50000,"currency":"PKR","tender":"cash","shift":""})"
    R"(,"issue":{"kind":"receipt","number":1}})"
    R"(,"void":{"kind":"receipt","number":1,"reason":"spoiled"}})"
    R"(,"printed":{"kind":"receipt","number":1,"outcome":"printed"}})"
    R"({"document":{"feed":"reference","at":1,"kind":"service","name":"","bytes":)"
    R"({"document":{"feed":"node","at":1,"kind":"lease","name":"","bytes":karvan/lease/v1)"
    R"({"entry":{"at":1,"verdict":"{\"op\":\"refused\",\"fields\":{\"\":\"held\"},\"reason\":\""}})"
    R"({"own":{"at":1,"epoch":"","seq":1,"count":1}})"
    R"({"batch":{"after":["",0,"0000000000000000000000000000000000000000000000000000000000000000"],"ops":1,"prior":["",1,""]}})"
    R"({"head":"karvan/head/v1\nbus-01 \n\n— bus-01 \n"})"
    R"({"karvan":1,"node":"bus-01","centre":"","at":[1,1,1],"known":[["",1,""]],"low":["receipt"]})"
    R"({"karvan":1,"receipts":[["",1,""]],"more":true,"fork":true,"checkpoint":"karvan/checkpoint/v1\n bus-01 1 1 1 0\n\n— centre \n"})";

}  // namespace karvan::exchange
