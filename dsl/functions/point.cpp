// Points in two coordinate systems, cartesian and WGS-84, in two or three dimensions.
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "dsl/functions/support.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;

constexpr std::int32_t cartesian = 7203, cartesian_3d = 9157, wgs_84 = 4326, wgs_84_3d = 4979;

bool geographic(const Point& p) { return p.srid == wgs_84 || p.srid == wgs_84_3d; }

Error wrong(std::string message) { return argument_error("InvalidArgumentValue", std::move(message)); }

std::optional<std::int32_t> srid_of(std::string_view name) {
  if (name == "cartesian") return cartesian;
  if (name == "cartesian-3d" || name == "cartesian-3D") return cartesian_3d;
  if (name == "wgs-84" || name == "WGS-84") return wgs_84;
  if (name == "wgs-84-3d" || name == "WGS-84-3D" || name == "wgs-84-3D") return wgs_84_3d;
  return std::nullopt;
}

Result<Value> point(Arguments arguments, FunctionContext&) {
  if (arguments[0].is<Point>()) return arguments[0];
  if (!arguments[0].is<MapPtr>()) return wrong_type("point", "a map", arguments[0]);
  const Map& map = arguments[0].as_map();
  for (const auto& entry : map)
    if (entry.second.is_null()) return Value();  // a point with an unknown part is unknown
  std::optional<double> x, y, z;
  std::optional<std::int32_t> srid;
  bool named_by_earth = false;
  for (const auto& [key, value] : map) {
    const bool earth = key == "longitude" || key == "latitude" || key == "height";
    std::optional<double>* coordinate = key == "x" || key == "longitude"  ? &x
                                        : key == "y" || key == "latitude" ? &y
                                        : key == "z" || key == "height"   ? &z
                                                                          : nullptr;
    if (coordinate) {
      if (!value.is_number())
        return type_error("InvalidArgumentValue", fmt::format("`{}` must be a number, not {}", key, shown(value)));
      if (*coordinate) return wrong(fmt::format("point() was given the coordinate `{}` twice", key));
      *coordinate = value.number();
      named_by_earth |= earth;
    } else if (key == "crs") {
      const auto* name = value.get_if<std::string>();
      srid = name ? srid_of(*name) : std::nullopt;
      if (!srid)
        return wrong(fmt::format("point() knows the systems cartesian, cartesian-3d, wgs-84 and wgs-84-3d, not {}",
                                 shown(value)));
    } else if (key == "srid") {
      const auto* number = value.get_if<std::int64_t>();
      if (!number || (*number != cartesian && *number != cartesian_3d && *number != wgs_84 && *number != wgs_84_3d))
        return wrong(fmt::format("point() knows the SRIDs 7203, 9157, 4326 and 4979, not {}", shown(value)));
      srid = static_cast<std::int32_t>(*number);
    }
  }
  if (!x || !y) return wrong("point() wants x and y, or longitude and latitude");
  if (!srid) srid = named_by_earth ? (z ? wgs_84_3d : wgs_84) : (z ? cartesian_3d : cartesian);
  Point out{*srid, *x, *y, z.value_or(0)};
  if (out.is_3d() != z.has_value())
    return wrong(out.is_3d() ? "a point in three dimensions wants z, or height" : "a point in two dimensions has no z");
  if (named_by_earth && !geographic(out)) return wrong("a cartesian point has no longitude and latitude");
  if (geographic(out)) {
    if (!std::isfinite(out.x) || !std::isfinite(out.y)) return wrong("a position on earth has finite coordinates");
    if (std::fabs(out.y) > 90)
      return argument_error("NumberOutOfRange", fmt::format("a latitude is -90 to 90, not {}", out.y));
    out.x = out.x < -180 || out.x > 180 ? std::remainder(out.x, 360) : out.x;  // around the globe
  }
  return Value(out);
}

// Metres on a sphere of the earth's mean radius (Sinnott, "Virtues of the Haversine", 1984), with the difference in
// height taken as the other side of a right angle.
double earth_distance(const Point& a, const Point& b) {
  constexpr double radius = 6'378'140.0;
  constexpr double degree = std::numbers::pi / 180;
  const double latitude = std::sin((b.y - a.y) * degree / 2), longitude = std::sin((b.x - a.x) * degree / 2);
  const double h = latitude * latitude + std::cos(a.y * degree) * std::cos(b.y * degree) * longitude * longitude;
  const double mean_height = a.is_3d() ? (a.z + b.z) / 2 : 0;
  const double along = 2 * (radius + mean_height) * std::asin(std::min(1.0, std::sqrt(h)));
  return a.is_3d() ? std::hypot(along, a.z - b.z) : along;
}

// Null for points of different systems.
Result<Value> distance(Arguments arguments, FunctionContext&) {
  for (const Value& v : arguments)
    if (!v.is<Point>()) return wrong_type("point.distance", "points", v);
  const auto &a = arguments[0].as<Point>(), &b = arguments[1].as<Point>();
  if (a.srid != b.srid) return Value();
  return Value(geographic(a) ? earth_distance(a, b) : std::hypot(a.x - b.x, a.y - b.y, a.z - b.z));
}

Result<Value> within(Arguments arguments, FunctionContext&) {
  for (const Value& v : arguments)
    if (!v.is<Point>()) return wrong_type("point.withinBBox", "points", v);
  const auto &p = arguments[0].as<Point>(), &low = arguments[1].as<Point>(), &high = arguments[2].as<Point>();
  if (p.srid != low.srid || p.srid != high.srid) return Value();
  const bool across = geographic(p) && low.x > high.x;  // a box over the 180th meridian
  const bool in_x = across ? p.x >= low.x || p.x <= high.x : p.x >= low.x && p.x <= high.x;
  return Value(in_x && p.y >= low.y && p.y <= high.y && (!p.is_3d() || (p.z >= low.z && p.z <= high.z)));
}

constexpr KindSet points = kinds(Kind::point);

constexpr FunctionInfo functions[] = {
    {.name = "point", .min_args = 1, .max_args = 1, .pure = true, .result = points, .category = "Spatial",
     .signature = "point(map :: MAP?) :: POINT?",
     .description = "A point from x, y (and z) or longitude, latitude (and height).", .call = unless_null<point>},
    {.name = "point.distance", .min_args = 2, .max_args = 2, .pure = true, .result = floats, .category = "Spatial",
     .signature = "point.distance(from :: POINT?, to :: POINT?) :: FLOAT?",
     .description = "The distance of two points of one system, in metres on earth.", .call = unless_null<distance>},
    {.name = "distance", .min_args = 2, .max_args = 2, .pure = true, .result = floats, .category = "Spatial",
     .signature = "distance(from :: POINT?, to :: POINT?) :: FLOAT?",
     .description = "An older name of point.distance().", .call = unless_null<distance>},
    {.name = "point.withinBBox", .min_args = 3, .max_args = 3, .pure = true, .result = booleans,
     .category = "Spatial",
     .signature = "point.withinBBox(point :: POINT?, lowerLeft :: POINT?, upperRight :: POINT?) :: BOOLEAN?",
     .description = "Whether a point lies in a box, its edges included.", .call = unless_null<within>},
};

}  // namespace

std::span<const FunctionInfo> point_functions() { return functions; }

}  // namespace skein::dsl
