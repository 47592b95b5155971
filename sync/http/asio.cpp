// The one unit that compiles Asio and Beast; every other unit sees declarations only (…_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
